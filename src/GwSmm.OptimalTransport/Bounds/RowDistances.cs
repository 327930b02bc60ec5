using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// W_2^2 between every row of one space and every row of another. With equal weights in each space all quantile functions step on
/// one common grid, so these are squared distances of vectors and one matrix product gives them all; else each two rows are merged.
/// </summary>
internal static class RowDistances
{
    /// <summary>Computes the distances.</summary>
    /// <param name="source">The rows of the first space [n].</param>
    /// <param name="target">The rows of the second space [m].</param>
    /// <param name="cost">Receives the distances [n, m], at least 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The largest squared norm of a row, to which rounding errors are in proportion.</returns>
    public static double Fill(SortedRows source, SortedRows target, Span<double> cost, CancellationToken cancellationToken)
    {
        if (!source.IsUniform || !target.IsUniform)
        {
            return Merge(source, target, cost, cancellationToken);
        }

        var grid = source.Count == target.Count ? [] : Grid(source.Count, target.Count);
        return source.Count == target.Count
            ? Product(source.Values, target.Values, source.Count, target.Count, source.Count, 1.0 / source.Count, cost)
            : Product(Spread(source, grid, first: true), Spread(target, grid, first: false), source.Count, target.Count, grid.Length, 1, cost);
    }

    private static double Merge(SortedRows source, SortedRows target, Span<double> cost, CancellationToken cancellationToken)
    {
        var m = target.Count;
        for (var i = 0; i < source.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var j = 0; j < m; j++)
            {
                cost[(i * m) + j] = OneDimensionalTransport.Merge(source.Row(i), source.Cumulative(i), target.Row(j), target.Cumulative(j), 2);
            }
        }

        return Square(source.Values, target.Values);
    }

    // |x|^2 + |y|^2 - 2 x.y, times the factor.
    private static double Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int n, int m, int length, double factor, Span<double> cost)
    {
        Gemm.Multiply(false, true, n, m, length, -2 * factor, x, length, y, length, 0, cost, m);
        var norms = new double[m];
        var largest = 0.0;
        for (var j = 0; j < m; j++)
        {
            norms[j] = factor * TensorPrimitives.SumOfSquares(y.Slice(j * length, length));
            largest = Math.Max(largest, norms[j]);
        }

        for (var i = 0; i < n; i++)
        {
            var row = cost.Slice(i * m, m);
            var norm = factor * TensorPrimitives.SumOfSquares(x.Slice(i * length, length));
            largest = Math.Max(largest, norm);
            TensorPrimitives.Add(row, norms, row);
            TensorPrimitives.Add(row, norm, row);
            TensorPrimitives.Max(row, 0.0, row);
        }

        return largest;
    }

    // The widths of the steps between the multiples of 1/n and 1/m, with the step of each side that they belong to.
    private static (double Width, int Source, int Target)[] Grid(int n, int m)
    {
        var steps = new List<(double Width, int Source, int Target)>(n + m);
        long reached = 0;
        int i = 0, j = 0;
        while (i < n && j < m)
        {
            var a = (i + 1L) * m;
            var b = (j + 1L) * n;
            var next = Math.Min(a, b);
            steps.Add(((next - reached) / ((double)n * m), i, j));
            reached = next;
            i += a == next ? 1 : 0;
            j += b == next ? 1 : 0;
        }

        return [.. steps];
    }

    private static double[] Spread(SortedRows rows, (double Width, int Source, int Target)[] grid, bool first)
    {
        var result = new double[rows.Count * grid.Length];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i);
            for (var k = 0; k < grid.Length; k++)
            {
                result[(i * grid.Length) + k] = Math.Sqrt(grid[k].Width) * row[first ? grid[k].Source : grid[k].Target];
            }
        }

        return result;
    }

    private static double Square(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var largest = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude(x)), Math.Abs(TensorPrimitives.MaxMagnitude(y)));
        return largest * largest;
    }
}
