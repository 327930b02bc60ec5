using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// The Gaussian error linear unit (Hendrycks and Gimpel, 2016) in its exact form, x * (1 + erf(x / sqrt(2))) / 2, and its
/// derivative. The absolute error is at most 1e-6 for |x| up to 8 and one rounding of the result beyond. NaN gives NaN.
/// Thread-safe.
/// </summary>
public static class Gelu
{
    /// <summary>Computes y = gelu(x).</summary>
    /// <param name="x">Values, any shape.</param>
    /// <param name="y">Results, as long as <paramref name="x"/>; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Forward(VectorWidths.Best, x, y);

    /// <summary>Computes dx = dy * gelu'(x).</summary>
    /// <param name="x">Values of the forward pass.</param>
    /// <param name="dy">Gradient of the result, as long as <paramref name="x"/>.</param>
    /// <param name="dx">Gradient of x, as long as <paramref name="x"/>; may be the memory of <paramref name="dy"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Backward(VectorWidths.Best, x, dy, dx);

    /// <summary>The forward pass with vectors of a given width.</summary>
    internal static void Forward(VectorWidth width, ReadOnlySpan<float> x, Span<float> y)
    {
        Lengths.Same(x.Length, y.Length, nameof(y));
        switch (width)
        {
            case VectorWidth.Bits512:
                GeluKernel<Vector512<float>, Lanes512<float>>.Forward(x, y);
                break;
            case VectorWidth.Bits256:
                GeluKernel<Vector256<float>, Lanes256<float>>.Forward(x, y);
                break;
            case VectorWidth.Bits128:
                GeluKernel<Vector128<float>, Lanes128<float>>.Forward(x, y);
                break;
            default:
                GeluKernel<float, ScalarLanes<float>>.Forward(x, y);
                break;
        }
    }

    /// <summary>The backward pass with vectors of a given width.</summary>
    internal static void Backward(VectorWidth width, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
    {
        Lengths.Same(x.Length, dy.Length, nameof(dy));
        Lengths.Same(x.Length, dx.Length, nameof(dx));
        switch (width)
        {
            case VectorWidth.Bits512:
                GeluKernel<Vector512<float>, Lanes512<float>>.Backward(x, dy, dx);
                break;
            case VectorWidth.Bits256:
                GeluKernel<Vector256<float>, Lanes256<float>>.Backward(x, dy, dx);
                break;
            case VectorWidth.Bits128:
                GeluKernel<Vector128<float>, Lanes128<float>>.Backward(x, dy, dx);
                break;
            default:
                GeluKernel<float, ScalarLanes<float>>.Backward(x, dy, dx);
                break;
        }
    }
}
