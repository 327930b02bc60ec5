namespace GwSmm.OptimalTransport;

/// <summary>The rows of a cost matrix as measures on the line: each row sorted, with its cumulative masses unless all weights are
/// equal. Immutable by convention; thread-safe.</summary>
internal sealed class SortedRows
{
    private readonly double[] _values;
    private readonly double[] _cumulative;

    /// <summary>Sorts rows; O(n^2 log n).</summary>
    /// <param name="costs">The costs [n, n].</param>
    /// <param name="weights">The weights [n]; empty for equal weights.</param>
    /// <param name="count">The number of rows n.</param>
    public SortedRows(ReadOnlySpan<double> costs, ReadOnlySpan<double> weights, int count)
    {
        Count = count;
        _values = costs.ToArray();
        _cumulative = weights.IsEmpty ? [] : new double[_values.Length];
        for (var i = 0; i < count; i++)
        {
            var row = _values.AsSpan(i * count, count);
            if (weights.IsEmpty)
            {
                row.Sort();
                continue;
            }

            var masses = _cumulative.AsSpan(i * count, count);
            weights.CopyTo(masses);
            row.Sort(masses);
            WeightedLine.Accumulate(masses);
        }
    }

    /// <summary>The number of rows n.</summary>
    public int Count { get; }

    /// <summary>Whether all weights are equal.</summary>
    public bool IsUniform => _cumulative.Length == 0;

    /// <summary>The sorted rows [n, n].</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>One sorted row.</summary>
    /// <param name="i">Its position.</param>
    /// <returns>The values [n], ascending.</returns>
    public ReadOnlySpan<double> Row(int i) => _values.AsSpan(i * Count, Count);

    /// <summary>The cumulative masses of one sorted row.</summary>
    /// <param name="i">Its position.</param>
    /// <returns>The masses [n]; empty when all weights are equal.</returns>
    public ReadOnlySpan<double> Cumulative(int i) => IsUniform ? [] : _cumulative.AsSpan(i * Count, Count);
}
