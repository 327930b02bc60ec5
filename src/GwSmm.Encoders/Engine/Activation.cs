using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>
/// The Gaussian error linear unit x * Phi(x) (Hendrycks and Gimpel, 2016) in its exact form, not the tanh approximation. Phi is
/// computed to 1e-7 by formula 7.1.26 of Abramowitz and Stegun.
/// </summary>
internal static class Activation
{
    /// <summary>Values worked on at a time, so that all passes stay in the first-level cache.</summary>
    private const int BlockSize = 1024;

    /// <summary>Computes GELU.</summary>
    /// <param name="x">Any finite values.</param>
    /// <param name="y">Out: as many results.</param>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> y)
    {
        Span<float> bell = stackalloc float[BlockSize];
        Span<float> tail = stackalloc float[BlockSize];
        for (var start = 0; start < x.Length; start += BlockSize)
        {
            var count = Math.Min(BlockSize, x.Length - start);
            var source = x.Slice(start, count);
            var target = y.Slice(start, count);
            TailProbabilities(source, bell[..count], tail[..count]);

            // x Phi(x) = max(x, 0) - |x| (1 - Phi(|x|)).
            TensorPrimitives.Abs(source, target);
            TensorPrimitives.Multiply(target, tail[..count], tail);
            TensorPrimitives.Max(source, 0f, target);
            TensorPrimitives.Subtract(target, tail[..count], target);
        }
    }

    /// <summary>Multiplies gradients by the derivative Phi(x) + x phi(x).</summary>
    /// <param name="x">The arguments of the forward pass.</param>
    /// <param name="gradient">In: gradient of the results. Out: gradient of the arguments.</param>
    public static void GeluBackward(ReadOnlySpan<float> x, Span<float> gradient)
    {
        var density = (float)(1 / Math.Sqrt(2 * Math.PI));
        Span<float> bell = stackalloc float[BlockSize];
        Span<float> tail = stackalloc float[BlockSize];
        for (var start = 0; start < x.Length; start += BlockSize)
        {
            var count = Math.Min(BlockSize, x.Length - start);
            var source = x.Slice(start, count);
            var target = gradient.Slice(start, count);
            var first = bell[..count];
            var second = tail[..count];
            TailProbabilities(source, first, second);
            TensorPrimitives.Subtract(0.5f, second, second);
            TensorPrimitives.CopySign<float>(second, source, second);
            TensorPrimitives.Multiply(first, density, first);
            TensorPrimitives.MultiplyAdd(first, source, second, second);
            TensorPrimitives.Add(second, 0.5f, second);
            TensorPrimitives.Multiply(target, second, target);
        }
    }

    /// <summary>Computes exp(-x^2 / 2) and 1 - Phi(|x|).</summary>
    private static void TailProbabilities(ReadOnlySpan<float> x, Span<float> bell, Span<float> tail)
    {
        Span<float> t = stackalloc float[BlockSize];
        t = t[..x.Length];
        TensorPrimitives.Abs(x, t);
        TensorPrimitives.Multiply(t, (float)(0.3275911 / Math.Sqrt(2)), t);
        TensorPrimitives.Add(t, 1f, t);
        TensorPrimitives.Divide(1f, t, t);
        TensorPrimitives.Multiply(x, x, bell);
        TensorPrimitives.Multiply(bell, -0.5f, bell);
        TensorPrimitives.Exp(bell, bell);
        TensorPrimitives.Multiply(t, 1.061405429f / 2, tail);
        TensorPrimitives.Add(tail, -1.453152027f / 2, tail);
        TensorPrimitives.MultiplyAdd(tail, t, 1.421413741f / 2, tail);
        TensorPrimitives.MultiplyAdd(tail, t, -0.284496736f / 2, tail);
        TensorPrimitives.MultiplyAdd(tail, t, 0.254829592f / 2, tail);
        TensorPrimitives.Multiply(tail, t, tail);
        TensorPrimitives.Multiply(tail, bell, tail);
    }
}
