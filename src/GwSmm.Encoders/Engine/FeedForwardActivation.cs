using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>The activation inside the feed-forward blocks, forward and backward.</summary>
internal static class FeedForwardActivation
{
    private const int BlockSize = 256;
    private const float Cubic = 0.044715f;
    private static readonly float Scale = (float)Math.Sqrt(2 / Math.PI);

    /// <summary>Computes y = f(x).</summary>
    /// <param name="activation">f.</param>
    /// <param name="x">Values.</param>
    /// <param name="y">Results, as many; may be the memory of <paramref name="x"/>.</param>
    public static void Forward(HiddenActivation activation, ReadOnlySpan<float> x, Span<float> y)
    {
        if (activation == HiddenActivation.Gelu)
        {
            Gelu.Forward(x, y);
            return;
        }

        // x (1 + tanh(u)) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3).
        Span<float> tanh = stackalloc float[BlockSize];
        for (var start = 0; start < x.Length; start += BlockSize)
        {
            var from = x.Slice(start, Math.Min(BlockSize, x.Length - start));
            var to = y.Slice(start, from.Length);
            Tanh(from, tanh);
            TensorPrimitives.MultiplyAdd(tanh[..from.Length], from, from, to);
            TensorPrimitives.Multiply(to, 0.5f, to);
        }
    }

    /// <summary>Multiplies a gradient by f'(x).</summary>
    /// <param name="activation">f.</param>
    /// <param name="x">Values of the forward pass.</param>
    /// <param name="gradient">Gradient of y, then of x.</param>
    public static void Backward(HiddenActivation activation, ReadOnlySpan<float> x, Span<float> gradient)
    {
        if (activation == HiddenActivation.Gelu)
        {
            Gelu.Backward(x, gradient, gradient);
            return;
        }

        Span<float> tanh = stackalloc float[BlockSize];
        for (var start = 0; start < x.Length; start += BlockSize)
        {
            var count = Math.Min(BlockSize, x.Length - start);
            Tanh(x.Slice(start, count), tanh);
            for (var i = 0; i < count; i++)
            {
                var (value, t) = (x[start + i], tanh[i]);
                var slope = Scale * (1 + (3 * Cubic * value * value));
                gradient[start + i] *= 0.5f * (1 + t + (value * (1 - (t * t)) * slope));
            }
        }
    }

    private static void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = Scale * (x[i] + (Cubic * x[i] * x[i] * x[i]));
        }

        TensorPrimitives.Tanh(y[..x.Length], y[..x.Length]);
    }
}
