using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// Softmax over the rows of a matrix, and its backward pass. The maximum of a row is subtracted first, so logits of any finite
/// size are safe. A row that holds NaN, plus infinity or nothing but minus infinity becomes NaN; single minus infinities become 0.
/// The bits of a row depend on that row only. Thread-safe.
/// </summary>
public static class Softmax
{
    /// <summary>Replaces every row of logits by its probabilities.</summary>
    /// <param name="scores">Logits in, probabilities out, [rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="ArgumentException">The span has not rows * columns elements.</exception>
    public static void ForwardRows(Span<float> scores, int rows, int columns) =>
        ForwardRows(VectorWidths.Best, scores, rows, columns, columns);

    /// <summary>Replaces the first logits of every row by their probabilities and the rest (padding) by 0.</summary>
    /// <param name="scores">Logits in, probabilities out, [rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="valid">Columns that count, from 0 to <paramref name="columns"/>; the others are not read.</param>
    /// <exception cref="ArgumentException">The span has not rows * columns elements.</exception>
    public static void ForwardRows(Span<float> scores, int rows, int columns, int valid) =>
        ForwardRows(VectorWidths.Best, scores, rows, columns, valid);

    /// <summary>Turns the gradient of the probabilities into that of the logits: ds = p * (dp - sum(p * dp)).</summary>
    /// <param name="p">Probabilities of the forward pass, [rows, columns].</param>
    /// <param name="dpToDs">Gradient of the probabilities in, of the logits out, [rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="ArgumentException">A span has not rows * columns elements.</exception>
    public static void BackwardRows(ReadOnlySpan<float> p, Span<float> dpToDs, int rows, int columns) =>
        BackwardRows(VectorWidths.Best, p, dpToDs, rows, columns);

    /// <summary>The forward pass with vectors of a given width.</summary>
    internal static void ForwardRows(VectorWidth width, Span<float> scores, int rows, int columns, int valid)
    {
        Lengths.Matrix(rows, columns, scores.Length, nameof(scores));
        ArgumentOutOfRangeException.ThrowIfNegative(valid);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valid, columns);
        for (var row = 0; row < rows; row++)
        {
            var line = scores.Slice(row * columns, columns);
            line[valid..].Clear();
            switch (width)
            {
                case VectorWidth.Bits512:
                    SoftmaxKernel<Vector512<float>, Lanes512<float>>.Forward(line[..valid]);
                    break;
                case VectorWidth.Bits256:
                    SoftmaxKernel<Vector256<float>, Lanes256<float>>.Forward(line[..valid]);
                    break;
                case VectorWidth.Bits128:
                    SoftmaxKernel<Vector128<float>, Lanes128<float>>.Forward(line[..valid]);
                    break;
                default:
                    SoftmaxKernel<float, ScalarLanes<float>>.Forward(line[..valid]);
                    break;
            }
        }
    }

    /// <summary>The backward pass with vectors of a given width.</summary>
    internal static void BackwardRows(VectorWidth width, ReadOnlySpan<float> p, Span<float> dpToDs, int rows, int columns)
    {
        Lengths.Matrix(rows, columns, p.Length, nameof(p));
        Lengths.Matrix(rows, columns, dpToDs.Length, nameof(dpToDs));
        for (var row = 0; row < rows; row++)
        {
            var probabilities = p.Slice(row * columns, columns);
            var gradient = dpToDs.Slice(row * columns, columns);
            switch (width)
            {
                case VectorWidth.Bits512:
                    SoftmaxKernel<Vector512<float>, Lanes512<float>>.Backward(probabilities, gradient);
                    break;
                case VectorWidth.Bits256:
                    SoftmaxKernel<Vector256<float>, Lanes256<float>>.Backward(probabilities, gradient);
                    break;
                case VectorWidth.Bits128:
                    SoftmaxKernel<Vector128<float>, Lanes128<float>>.Backward(probabilities, gradient);
                    break;
                default:
                    SoftmaxKernel<float, ScalarLanes<float>>.Backward(probabilities, gradient);
                    break;
            }
        }
    }
}
