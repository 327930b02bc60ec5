namespace GwSmm.Numerics;

/// <summary>What <see cref="RowScan"/> computes, number by number.</summary>
internal static class ReferenceRowScan
{
    public static TwoLeast FindTwoLeast(ReadOnlySpan<double> row, ReadOnlySpan<double> dual)
    {
        var (first, least, next) = (row.Length, double.PositiveInfinity, double.PositiveInfinity);
        for (var j = 0; j < row.Length; j++)
        {
            var value = row[j] - dual[j];
            if (value < least)
            {
                (first, least, next) = (j, value, least);
            }
            else if (value < next)
            {
                next = value;
            }
        }

        return new TwoLeast(first, least, next);
    }

    public static void FindClassLeasts(ReadOnlySpan<double> row, ReadOnlySpan<double> dual, Span<int> positions)
    {
        positions.Fill(-1);
        for (var j = 0; j < row.Length; j++)
        {
            ref var best = ref positions[j % positions.Length];
            if (best < 0 || row[j] - dual[j] < row[best] - dual[best])
            {
                best = j;
            }
        }
    }

    public static int Relax(
        ReadOnlySpan<double> row, ReadOnlySpan<double> dual, double offset, double origin, Span<double> distance, Span<double> origins, out double least)
    {
        var first = row.Length;
        least = double.PositiveInfinity;
        for (var j = 0; j < row.Length; j++)
        {
            var value = row[j] - dual[j] - offset;
            if (value < distance[j])
            {
                distance[j] = value;
                origins[j] = origin;
            }

            if (distance[j] < least)
            {
                (first, least) = (j, distance[j]);
            }
        }

        return first;
    }
}
