namespace GwSmm.Encoders;

/// <summary>The weights of a dense layer y = x W^T + b, or their gradient.</summary>
internal sealed record DenseParameters
{
    private readonly float[]? _weight;

    /// <summary>Views arrays, which may be written to.</summary>
    /// <param name="weight">W [outputs, inputs].</param>
    /// <param name="bias">b [outputs].</param>
    public DenseParameters(float[] weight, float[] bias)
        : this((ReadOnlyMemory<float>)weight, bias) => _weight = weight;

    /// <summary>Views weights that are only read.</summary>
    /// <param name="values">W [outputs, inputs].</param>
    /// <param name="bias">b [outputs].</param>
    public DenseParameters(ReadOnlyMemory<float> values, float[] bias) => (Values, Bias) = (values, bias);

    /// <summary>W as an array.</summary>
    /// <exception cref="InvalidOperationException">The weights are only read.</exception>
    public float[] Weight => _weight ?? throw new InvalidOperationException("These weights are read where they lie; they are no array.");

    /// <summary>W, wherever it lies.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>b.</summary>
    public float[] Bias { get; }

    /// <summary>What inference adds to W without W being changed; null for nothing.</summary>
    public LowRankDelta? Correction { get; init; }

    /// <summary>Channels in.</summary>
    public int Inputs => Values.Length / Bias.Length;

    /// <summary>Channels out.</summary>
    public int Outputs => Bias.Length;
}
