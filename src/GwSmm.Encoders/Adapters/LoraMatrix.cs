using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>One adapted matrix: W + scale * B A, with A [rank, inputs] and B [outputs, rank]. Not thread-safe while written.</summary>
internal sealed class LoraMatrix
{
    private static readonly (LoraTargets Target, string Name)[] Names =
    [
        (LoraTargets.Query, "attention.self.query"), (LoraTargets.Key, "attention.self.key"), (LoraTargets.Value, "attention.self.value"),
        (LoraTargets.AttentionOutput, "attention.output.dense"), (LoraTargets.Intermediate, "intermediate.dense"), (LoraTargets.Output, "output.dense"),
    ];

    private readonly int _rank;
    private readonly float _scale;

    /// <summary>Joins the parts.</summary>
    /// <param name="name">The dense layer, such as <c>encoder.layer.0.attention.self.query</c>.</param>
    /// <param name="options">Rank and factor.</param>
    /// <param name="down">A [rank, inputs].</param>
    /// <param name="up">B [outputs, rank].</param>
    public LoraMatrix(string name, LoraOptions options, float[] down, float[] up)
    {
        Name = name;
        _rank = options.Rank;
        _scale = (float)(options.Alpha / options.Rank);
        Down = down;
        Up = up;
        DownGradient = new float[down.Length];
        UpGradient = new float[up.Length];
    }

    /// <summary>The dense layer.</summary>
    public string Name { get; }

    /// <summary>The tensor that is changed.</summary>
    public string Weight => Name + ".weight";

    /// <summary>A [rank, inputs].</summary>
    public float[] Down { get; }

    /// <summary>B [outputs, rank].</summary>
    public float[] Up { get; }

    /// <summary>The gradient of A.</summary>
    public float[] DownGradient { get; }

    /// <summary>The gradient of B.</summary>
    public float[] UpGradient { get; }

    private int Inputs => Down.Length / _rank;

    private int Outputs => Up.Length / _rank;

    /// <summary>Lists the dense layers that options choose, lowest layer first.</summary>
    public static IEnumerable<string> Chosen(LoraOptions options, int firstLayer, int layers) => Enumerable.Range(firstLayer, Math.Max(0, layers - firstLayer))
        .SelectMany(layer => Names.Where(entry => options.Targets.HasFlag(entry.Target)).Select(entry => $"encoder.layer.{layer}.{entry.Name}"));

    /// <summary>Starts an adapter that changes nothing yet: A is normal with variance 1 / inputs, B is 0.</summary>
    public static LoraMatrix Create(string name, LoraOptions options, IReadOnlyList<int> shape, ulong seed)
    {
        var (outputs, inputs) = (shape[0], shape[1]);
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "adapter " + name));
        var down = new float[options.Rank * inputs];
        for (var i = 0; i < down.Length; i++)
        {
            down[i] = (float)(random.NextGaussian() / Math.Sqrt(inputs));
        }

        return new LoraMatrix(name, options, down, new float[outputs * options.Rank]);
    }

    /// <summary>Computes W + scale * B A.</summary>
    /// <param name="original">W [outputs, inputs].</param>
    /// <param name="target">Out: the adapted matrix.</param>
    /// <param name="threads">Threads to use.</param>
    public void Apply(float[] original, float[] target, int threads)
    {
        original.CopyTo(target, 0);
        Gemm.Multiply(false, false, Outputs, Inputs, _rank, _scale, Up, _rank, Down, Inputs, 1, target, Inputs, threads);
    }

    /// <summary>The change as a delta of the matrix; the factor goes into B.</summary>
    public LowRankDelta ToDelta() => new(Weight, [Outputs, Inputs], _rank, Array.ConvertAll(Up, value => _scale * value), Down);

    /// <summary>Computes the gradients of A and B.</summary>
    /// <param name="gradient">That of the adapted matrix.</param>
    /// <param name="threads">Threads to use.</param>
    public void Differentiate(float[] gradient, int threads)
    {
        Gemm.Multiply(false, true, Outputs, _rank, Inputs, _scale, gradient, Inputs, Down, Inputs, 0, UpGradient, _rank, threads);
        Gemm.Multiply(true, false, _rank, Inputs, Outputs, _scale, Up, _rank, gradient, Inputs, 0, DownGradient, Inputs, threads);
    }

    /// <summary>The tensors over the same arrays.</summary>
    public IEnumerable<Tensor> Tensors()
    {
        yield return new Tensor(Name + ".lora_A.weight", [_rank, Inputs], Down);
        yield return new Tensor(Name + ".lora_B.weight", [Outputs, _rank], Up);
    }
}
