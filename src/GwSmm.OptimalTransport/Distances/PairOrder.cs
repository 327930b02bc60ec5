namespace GwSmm.OptimalTransport;

/// <summary>
/// The order of all pairs of k spaces: in stripes of rows, and within a stripe column by column. A run of consecutive pairs then needs
/// few different spaces, so that a share of the pairs is a range of positions. It is part of the file format and must not change.
/// Immutable; thread-safe.
/// </summary>
internal sealed class PairOrder
{
    /// <summary>Rows of a stripe.</summary>
    public const int StripeRows = 32;

    private readonly int _count;

    /// <summary>Creates the order.</summary>
    /// <param name="count">The number of spaces k, at least 1.</param>
    public PairOrder(int count) => _count = count;

    /// <summary>The number of pairs, k (k - 1) / 2.</summary>
    public long Total => (long)_count * (_count - 1) / 2;

    /// <summary>The position of a pair.</summary>
    /// <param name="first">The first space, from 0.</param>
    /// <param name="second">The second space, above the first.</param>
    /// <returns>From 0.</returns>
    public long PositionOf(int first, int second)
    {
        var top = first / StripeRows * StripeRows;
        var across = Math.Min(second - top, StripeRows);
        var columns = (across * (across - 1L) / 2) + ((long)(second - top - across) * StripeRows);
        return StartOf(top) + columns + (first - top);
    }

    /// <summary>Lists the pairs in a range of positions, in an order that suits a limited number of spaces in memory.</summary>
    /// <param name="start">The first position.</param>
    /// <param name="end">The position after the last.</param>
    /// <param name="rows">Spaces that stay in memory while the others pass by, at least 1.</param>
    /// <returns>Each pair once.</returns>
    public IEnumerable<(int First, int Second)> Enumerate(long start, long end, int rows)
    {
        for (var top = 0; top < _count - 1 && StartOf(top) < end; top += StripeRows)
        {
            var bottom = Math.Min(top + StripeRows, _count);
            if (StartOf(bottom) <= start)
            {
                continue;
            }

            for (var block = top; block < bottom; block += rows)
            {
                var blockEnd = Math.Min(block + rows, bottom);
                for (var second = block + 1; second < _count; second++)
                {
                    for (var first = block; first < Math.Min(blockEnd, second); first++)
                    {
                        var position = PositionOf(first, second);
                        if (position >= start && position < end)
                        {
                            yield return (first, second);
                        }
                    }
                }
            }
        }
    }

    // Pairs whose first space stands above a row.
    private long StartOf(int row) => ((long)row * (_count - 1)) - ((long)row * (row - 1) / 2);
}
