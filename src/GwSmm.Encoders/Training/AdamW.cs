using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019): beta 0.9 and 0.999, epsilon 1e-8. Biases and
/// layer normalisations do not decay. The result does not depend on the number of threads. Not thread-safe.
/// </summary>
internal sealed class AdamW
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const float Epsilon = 1e-8f;

    /// <summary>Values updated at a time, so that they stay in the first-level cache; fixed, so that sums do not depend on threads.</summary>
    private const int BlockSize = 2048;

    private readonly List<Block> _blocks = [];
    private readonly double[] _squares;
    private readonly double _weightDecay;
    private readonly int _threads;
    private int _step;

    /// <summary>Starts with moments at zero.</summary>
    /// <param name="slots">Parameters with their gradients; those that decay are marked.</param>
    /// <param name="weightDecay">Decay per unit of learning rate.</param>
    /// <param name="threads">Threads to use.</param>
    public AdamW(IEnumerable<(float[] Values, float[] Gradient, bool Decays)> slots, double weightDecay, int threads)
    {
        _weightDecay = weightDecay;
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
        var meanScale = 1 - Math.Pow(Beta1, _step);
        var rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, _step)));
        var rate = (float)(-learningRate / meanScale);
        var decay = (float)(1 - (learningRate * _weightDecay));
        var scale = (float)gradientScale;
        Threads.For(_blocks.Count, _threads, i => Update(_blocks[i], rate, rootScale, decay, scale));
    }

    private static void Update(Block block, float rate, float rootScale, float decay, float scale)
    {
        Span<float> work = stackalloc float[BlockSize];
        work = work[..block.Count];
        var values = block.Values.AsSpan(block.Start, block.Count);
        var gradient = block.Gradient.AsSpan(block.Start, block.Count);
        var mean = block.Mean.AsSpan(block.Start, block.Count);
        var square = block.Square.AsSpan(block.Start, block.Count);
        TensorPrimitives.Multiply(gradient, scale * (float)(1 - Beta1), work);
        TensorPrimitives.MultiplyAdd(mean, (float)Beta1, work, mean);
        TensorPrimitives.Multiply(gradient, scale, work);
        TensorPrimitives.Multiply(work, work, work);
        TensorPrimitives.Multiply(work, (float)(1 - Beta2), work);
        TensorPrimitives.MultiplyAdd(square, (float)Beta2, work, square);
        TensorPrimitives.Sqrt(square, work);
        TensorPrimitives.Multiply(work, rootScale, work);
        TensorPrimitives.Add(work, Epsilon, work);
        TensorPrimitives.Divide(mean, work, work);
        if (block.Decays)
        {
            TensorPrimitives.Multiply(values, decay, values);
        }

        TensorPrimitives.MultiplyAdd(work, rate, values, values);
    }

    private sealed record Block(float[] Values, float[] Gradient, float[] Mean, float[] Square, int Start, int Count, bool Decays);
}
