using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// The inner loops of assignment and transport solvers: one pass over a row of costs and the duals of its columns. No number
/// may be NaN. Equal bits for every vector width. Thread-safe.
/// </summary>
public static class RowScan
{
    /// <summary>The number of classes that <see cref="FindClassLeasts(ReadOnlySpan{double}, ReadOnlySpan{double}, Span{int})"/> tells apart.</summary>
    public const int Classes = 16;

    /// <summary>Finds the two least of row_j - dual_j.</summary>
    /// <param name="row">The costs of a row [n], n at least 1.</param>
    /// <param name="dual">The duals of the columns [n].</param>
    /// <returns>The two least; position n and infinity if nothing is below plus infinity.</returns>
    /// <exception cref="ArgumentException">The spans differ in length or are empty.</exception>
    public static TwoLeast FindTwoLeast(ReadOnlySpan<double> row, ReadOnlySpan<double> dual) => FindTwoLeast(VectorWidths.Best, row, dual);

    /// <summary>
    /// Finds the least of row_j - dual_j among the columns of each class j mod <see cref="Classes"/>: a short list of good columns
    /// that holds the best one, for the price of finding the best.
    /// </summary>
    /// <param name="row">The costs of a row [n], n at least 1.</param>
    /// <param name="dual">The duals of the columns [n].</param>
    /// <param name="positions">Receives where the least of each class stands first [<see cref="Classes"/>]; -1 for a class without columns.</param>
    /// <exception cref="ArgumentException">The spans differ in length or are empty, or there is no place for the positions.</exception>
    public static void FindClassLeasts(ReadOnlySpan<double> row, ReadOnlySpan<double> dual, Span<int> positions) =>
        FindClassLeasts(VectorWidths.Best, row, dual, positions);

    /// <summary>
    /// One step of Dijkstra's search over columns: where row_j - dual_j - offset is below distance_j, it becomes distance_j and
    /// the origin becomes origins_j. Then finds the least distance. A dual of minus infinity leaves its column as it is.
    /// </summary>
    /// <param name="row">The costs of a row [n], n at least 1.</param>
    /// <param name="dual">The duals of the columns [n].</param>
    /// <param name="offset">What is subtracted from every difference.</param>
    /// <param name="origin">The row's number.</param>
    /// <param name="distance">The distances [n], lowered.</param>
    /// <param name="origins">The row that each distance comes from [n].</param>
    /// <param name="least">The least distance.</param>
    /// <returns>Where the least distance stands first; n if none is below plus infinity.</returns>
    /// <exception cref="ArgumentException">The spans differ in length or are empty.</exception>
    public static int Relax(
        ReadOnlySpan<double> row, ReadOnlySpan<double> dual, double offset, int origin, Span<double> distance, Span<double> origins, out double least) =>
        Relax(VectorWidths.Best, row, dual, offset, origin, distance, origins, out least);

    /// <summary>The two least with vectors of a given width.</summary>
    internal static unsafe TwoLeast FindTwoLeast(VectorWidth width, ReadOnlySpan<double> row, ReadOnlySpan<double> dual)
    {
        Check(row.Length, dual.Length, nameof(dual));
        fixed (double* r = row, v = dual)
        {
            return width switch
            {
                VectorWidth.Bits512 => RowScanKernel<Vector512<double>, Lanes512<double>>.FindTwoLeast(r, v, row.Length),
                VectorWidth.Bits256 => RowScanKernel<Vector256<double>, Lanes256<double>>.FindTwoLeast(r, v, row.Length),
                VectorWidth.Bits128 => RowScanKernel<Vector128<double>, Lanes128<double>>.FindTwoLeast(r, v, row.Length),
                _ => RowScanKernel<double, ScalarLanes<double>>.FindTwoLeast(r, v, row.Length),
            };
        }
    }

    /// <summary>The least of each class with vectors of a given width.</summary>
    internal static unsafe void FindClassLeasts(VectorWidth width, ReadOnlySpan<double> row, ReadOnlySpan<double> dual, Span<int> positions)
    {
        Check(row.Length, dual.Length, nameof(dual));
        Check(Classes, positions.Length, nameof(positions));
        fixed (double* r = row, v = dual)
        fixed (int* p = positions)
        {
            switch (width)
            {
                case VectorWidth.Bits512:
                    RowScanKernel<Vector512<double>, Lanes512<double>>.FindClassLeasts(r, v, row.Length, p);
                    break;
                case VectorWidth.Bits256:
                    RowScanKernel<Vector256<double>, Lanes256<double>>.FindClassLeasts(r, v, row.Length, p);
                    break;
                case VectorWidth.Bits128:
                    RowScanKernel<Vector128<double>, Lanes128<double>>.FindClassLeasts(r, v, row.Length, p);
                    break;
                default:
                    RowScanKernel<double, ScalarLanes<double>>.FindClassLeasts(r, v, row.Length, p);
                    break;
            }
        }
    }

    /// <summary>The step with vectors of a given width.</summary>
    internal static unsafe int Relax(
        VectorWidth width, ReadOnlySpan<double> row, ReadOnlySpan<double> dual, double offset, int origin, Span<double> distance, Span<double> origins, out double least)
    {
        Check(row.Length, dual.Length, nameof(dual));
        Check(row.Length, distance.Length, nameof(distance));
        Check(row.Length, origins.Length, nameof(origins));
        fixed (double* r = row, v = dual, d = distance, o = origins)
        {
            return width switch
            {
                VectorWidth.Bits512 => RowScanKernel<Vector512<double>, Lanes512<double>>.Relax(r, v, offset, origin, d, o, row.Length, out least),
                VectorWidth.Bits256 => RowScanKernel<Vector256<double>, Lanes256<double>>.Relax(r, v, offset, origin, d, o, row.Length, out least),
                VectorWidth.Bits128 => RowScanKernel<Vector128<double>, Lanes128<double>>.Relax(r, v, offset, origin, d, o, row.Length, out least),
                _ => RowScanKernel<double, ScalarLanes<double>>.Relax(r, v, offset, origin, d, o, row.Length, out least),
            };
        }
    }

    private static void Check(int length, int other, string name)
    {
        if (length == 0 || length != other)
        {
            throw new ArgumentException($"{length} numbers, at least 1, are needed here, not {other}.", name);
        }
    }
}
