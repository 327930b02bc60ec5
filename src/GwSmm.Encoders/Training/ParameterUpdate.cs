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

    private readonly List<Block> _blocks = [];
    private readonly double[] _squares;
    private readonly AdamWSettings _plain;
    private readonly AdamWSettings _decaying;
    private readonly int _threads;
    private int _step;

    /// <summary>Starts with moments at zero.</summary>
    /// <param name="slots">Parameters with their gradients; those that decay are marked.</param>
    /// <param name="weightDecay">Decay per unit of learning rate.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="settings">Decay of the moments; null takes the defaults.</param>
    public ParameterUpdate(IEnumerable<(float[] Values, float[] Gradient, bool Decays)> slots, double weightDecay, int threads, AdamWSettings? settings = null)
    {
        _plain = settings ?? new AdamWSettings();
        _decaying = _plain with { WeightDecay = (float)weightDecay };
        _threads = threads;
        foreach (var (values, gradient, decays) in slots)
        {
            var (mean, square) = (new float[values.Length], new float[values.Length]);
            for (var start = 0; start < values.Length; start += BlockSize)
            {
                _blocks.Add(new Block(values, gradient, mean, square, start, Math.Min(BlockSize, values.Length - start), decays));
            }
        }

        _squares = new double[_blocks.Count];
    }

    /// <summary>Whether weight decay shrinks a tensor: biases and layer normalisation are left alone.</summary>
    public static bool Decays(string tensor) => !tensor.EndsWith("bias", StringComparison.Ordinal) && !tensor.Contains("LayerNorm", StringComparison.Ordinal);

    /// <summary>Computes the Euclidean norm over all gradients.</summary>
    public double GradientNorm()
    {
        Threads.For(_blocks.Count, _threads, i => _squares[i] = TensorPrimitives.SumOfSquares<float>(_blocks[i].Gradient.AsSpan(_blocks[i].Start, _blocks[i].Count)));
        return Math.Sqrt(_squares.Sum());
    }

    /// <summary>Updates every parameter.</summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="gradientScale">Factor of the gradients, from clipping.</param>
    public void Step(double learningRate, double gradientScale)
    {
        _step++;
        Threads.For(_blocks.Count, _threads, i =>
        {
            var block = _blocks[i];
            AdamW.Step(
                block.Values.AsSpan(block.Start, block.Count), block.Gradient.AsSpan(block.Start, block.Count), block.Mean.AsSpan(block.Start, block.Count),
                block.Square.AsSpan(block.Start, block.Count), _step, (float)learningRate, (float)gradientScale, block.Decays ? _decaying : _plain);
        });
    }

    private sealed record Block(float[] Values, float[] Gradient, float[] Mean, float[] Square, int Start, int Count, bool Decays);
}
