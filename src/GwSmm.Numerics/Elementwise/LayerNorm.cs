using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton, 2016) over the rows of a matrix, y = (x - mean) * rstd * gamma + beta with
/// rstd = 1 / sqrt(variance + epsilon) and the variance divided by the number of columns. NaN or infinity in a row makes that
/// row NaN. The bits of a row of y and dx depend on that row only. Thread-safe.
/// </summary>
public static class LayerNorm
{
    /// <summary>Normalises every row.</summary>
    /// <param name="x">Values [rows, columns].</param>
    /// <param name="gamma">Scale [columns].</param>
    /// <param name="beta">Shift [columns].</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="y">Results [rows, columns]; may be the memory of <paramref name="x"/>.</param>
    /// <param name="mean">Means for the backward pass [rows].</param>
    /// <param name="rstd">Inverse standard deviations for the backward pass [rows].</param>
    /// <exception cref="ArgumentException">A span does not have its shape.</exception>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon, int rows, int columns,
        Span<float> y, Span<float> mean, Span<float> rstd) =>
        Forward(VectorWidths.Best, x, gamma, beta, epsilon, rows, columns, y, mean, rstd);

    /// <summary>Computes the gradients of x, gamma and beta.</summary>
    /// <param name="x">Values of the forward pass [rows, columns].</param>
    /// <param name="dy">Gradient of the result [rows, columns].</param>
    /// <param name="gamma">Scale [columns].</param>
    /// <param name="mean">Means of the forward pass [rows].</param>
    /// <param name="rstd">Inverse standard deviations of the forward pass [rows].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="dx">Gradient of x [rows, columns], overwritten; may be the memory of <paramref name="dy"/>.</param>
    /// <param name="dgamma">Gradient of gamma [columns], added to; empty to leave it out.</param>
    /// <param name="dbeta">Gradient of beta [columns], added to; empty to leave it out.</param>
    /// <exception cref="ArgumentException">A span does not have its shape.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd,
        int rows, int columns, Span<float> dx, Span<float> dgamma, Span<float> dbeta) =>
        Backward(VectorWidths.Best, x, dy, gamma, mean, rstd, rows, columns, dx, dgamma, dbeta);

    /// <summary>The forward pass with vectors of a given width.</summary>
    internal static void Forward(
        VectorWidth width, ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon, int rows, int columns,
        Span<float> y, Span<float> mean, Span<float> rstd)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Lengths.Matrix(rows, columns, x.Length, nameof(x));
        Lengths.Matrix(rows, columns, y.Length, nameof(y));
        Lengths.Same(columns, gamma.Length, nameof(gamma));
        Lengths.Same(columns, beta.Length, nameof(beta));
        Lengths.Same(rows, mean.Length, nameof(mean));
        Lengths.Same(rows, rstd.Length, nameof(rstd));
        for (var row = 0; row < rows; row++)
        {
            var from = x.Slice(row * columns, columns);
            var to = y.Slice(row * columns, columns);
            (mean[row], rstd[row]) = width switch
            {
                VectorWidth.Bits512 => LayerNormKernel<Vector512<float>, Lanes512<float>>.Forward(from, gamma, beta, epsilon, to),
                VectorWidth.Bits256 => LayerNormKernel<Vector256<float>, Lanes256<float>>.Forward(from, gamma, beta, epsilon, to),
                VectorWidth.Bits128 => LayerNormKernel<Vector128<float>, Lanes128<float>>.Forward(from, gamma, beta, epsilon, to),
                _ => LayerNormKernel<float, ScalarLanes<float>>.Forward(from, gamma, beta, epsilon, to),
            };
        }
    }

    /// <summary>The backward pass with vectors of a given width.</summary>
    internal static void Backward(
        VectorWidth width, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> rstd, int rows, int columns, Span<float> dx, Span<float> dgamma, Span<float> dbeta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Lengths.Matrix(rows, columns, x.Length, nameof(x));
        Lengths.Matrix(rows, columns, dy.Length, nameof(dy));
        Lengths.Matrix(rows, columns, dx.Length, nameof(dx));
        Lengths.Same(columns, gamma.Length, nameof(gamma));
        Lengths.Same(rows, mean.Length, nameof(mean));
        Lengths.Same(rows, rstd.Length, nameof(rstd));
        Lengths.Same(dgamma.IsEmpty ? 0 : columns, dgamma.Length, nameof(dgamma));
        Lengths.Same(dbeta.IsEmpty ? 0 : columns, dbeta.Length, nameof(dbeta));
        for (var row = 0; row < rows; row++)
        {
            var values = x.Slice(row * columns, columns);
            var gradient = dy.Slice(row * columns, columns);
            var to = dx.Slice(row * columns, columns);
            switch (width)
            {
                case VectorWidth.Bits512:
                    LayerNormKernel<Vector512<float>, Lanes512<float>>.Backward(
                        values, gradient, gamma, mean[row], rstd[row], to, dgamma, dbeta);
                    break;
                case VectorWidth.Bits256:
                    LayerNormKernel<Vector256<float>, Lanes256<float>>.Backward(
                        values, gradient, gamma, mean[row], rstd[row], to, dgamma, dbeta);
                    break;
                case VectorWidth.Bits128:
                    LayerNormKernel<Vector128<float>, Lanes128<float>>.Backward(
                        values, gradient, gamma, mean[row], rstd[row], to, dgamma, dbeta);
                    break;
                default:
                    LayerNormKernel<float, ScalarLanes<float>>.Backward(values, gradient, gamma, mean[row], rstd[row], to, dgamma, dbeta);
                    break;
            }
        }
    }
}
