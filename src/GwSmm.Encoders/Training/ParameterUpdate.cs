using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// AdamW over all parameters of a network: its moments, and the norm of the gradients. The result does not depend on the number of
/// threads. Not thread-safe.
/// </summary>
internal sealed class ParameterUpdate
{
    /// <summary>Values updated at a time; fixed, so that the norm does not depend on threads.</summary>
    private const int BlockSize = 16384;

    private readonly List<Moments> _moments = [];
    private readonly List<Block> _blocks = [];
    private readonly double[] _squares;
    private readonly AdamWSettings _plain;
    private readonly AdamWSettings _decaying;
    private readonly int _threads;

    /// <summary>Starts with moments at zero.</summary>
    /// <param name="slots">Parameters with their gradients.</param>
    /// <param name="weightDecay">Decay per unit of learning rate.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="settings">Decay of the moments; null takes the defaults.</param>
    public ParameterUpdate(IEnumerable<ParameterSlot> slots, double weightDecay, int threads, AdamWSettings? settings = null)
    {
        _plain = settings ?? new AdamWSettings();
        _decaying = _plain with { WeightDecay = (float)weightDecay };
        _threads = threads;
        foreach (var slot in slots)
        {
            var moments = new Moments(slot, new float[slot.Values.Length], new float[slot.Values.Length]);
            _moments.Add(moments);
            for (var start = 0; start < slot.Values.Length; start += BlockSize)
            {
                _blocks.Add(new Block(moments, start, Math.Min(BlockSize, slot.Values.Length - start)));
            }
        }

        _squares = new double[_blocks.Count];
    }

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether weight decay shrinks a tensor: biases and layer normalisation are left alone.</summary>
    public static bool Decays(string tensor) => !tensor.EndsWith("bias", StringComparison.Ordinal) && !tensor.Contains("LayerNorm", StringComparison.Ordinal);

    /// <summary>Computes the Euclidean norm over all gradients.</summary>
    public double GradientNorm()
    {
        Threads.For(_blocks.Count, _threads, i =>
        {
            var (moments, start, count) = _blocks[i];
            _squares[i] = TensorPrimitives.SumOfSquares<float>(moments.Slot.Gradient.AsSpan(start, count));
        });
        return Math.Sqrt(_squares.Sum());
    }

    /// <summary>Updates every parameter.</summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="gradientScale">Factor of the gradients, from clipping.</param>
    public void Step(double learningRate, double gradientScale)
    {
        Steps++;
        Threads.For(_blocks.Count, _threads, i =>
        {
            var ((slot, mean, square), start, count) = _blocks[i];
            AdamW.Step(
                slot.Values.AsSpan(start, count), slot.Gradient.AsSpan(start, count), mean.AsSpan(start, count), square.AsSpan(start, count),
                Steps, (float)(learningRate * slot.Rate), (float)gradientScale, slot.Decays ? _decaying : _plain);
        });
    }

    /// <summary>Copies the values of every parameter, in the order of the slots.</summary>
    public float[][] CopyValues() => [.. _moments.Select(moments => (float[])moments.Slot.Values.Clone())];

    /// <summary>Puts values that <see cref="CopyValues"/> copied back.</summary>
    public void PutValues(float[][] values)
    {
        foreach (var (moments, kept) in _moments.Zip(values))
        {
            kept.CopyTo(moments.Slot.Values, 0);
        }
    }

    /// <summary>The state for a checkpoint: values and both moments of every parameter, and perhaps values kept of an earlier step.</summary>
    /// <param name="kept">From <see cref="CopyValues"/>, or null.</param>
    public IEnumerable<Tensor> State(float[][]? kept) => _moments.SelectMany((moments, i) => Parts(moments, kept?[i])
        .Select(part => new Tensor($"{part.Role}/{moments.Slot.Name}", [part.Data.Length], part.Data)));

    /// <summary>Takes the state of a checkpoint over.</summary>
    /// <param name="checkpoint">What <see cref="State"/> gave.</param>
    /// <param name="steps">Steps done by then.</param>
    /// <param name="hasKept">Whether it holds values of an earlier step.</param>
    /// <returns>These values, or null.</returns>
    public float[][]? Restore(CheckpointContent checkpoint, int steps, bool hasKept)
    {
        Steps = steps;
        var kept = hasKept ? CopyValues() : null;
        for (var i = 0; i < _moments.Count; i++)
        {
            foreach (var (role, data) in Parts(_moments[i], kept?[i]))
            {
                checkpoint.Read($"{role}/{_moments[i].Slot.Name}", data);
            }
        }

        return kept;
    }

    private static IEnumerable<(string Role, float[] Data)> Parts(Moments moments, float[]? kept)
    {
        yield return ("value", moments.Slot.Values);
        yield return ("mean", moments.Mean);
        yield return ("square", moments.Square);
        if (kept is not null)
        {
            yield return ("best", kept);
        }
    }

    private sealed record Moments(ParameterSlot Slot, float[] Mean, float[] Square);

    private sealed record Block(Moments Moments, int Start, int Count);
}
