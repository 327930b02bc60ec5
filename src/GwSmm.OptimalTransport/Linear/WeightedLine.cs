namespace GwSmm.OptimalTransport;

/// <summary>Weighted points on the line in ascending order, of total mass 1. Immutable by convention; thread-safe.</summary>
internal sealed class WeightedLine
{
    private WeightedLine(double[] values, double[] cumulative)
    {
        Values = values;
        Cumulative = cumulative;
    }

    /// <summary>The points, ascending.</summary>
    public double[] Values { get; }

    /// <summary>The mass of each point and all before it, ending with 1; empty when all weigh the same.</summary>
    public double[] Cumulative { get; }

    /// <summary>Whether all points weigh the same.</summary>
    public bool IsUniform => Cumulative.Length == 0;

    /// <summary>The mass of one point.</summary>
    /// <param name="i">Its position.</param>
    /// <returns>At least 0; right to a few units of rounding of 1.</returns>
    public double Mass(int i) => IsUniform ? 1.0 / Values.Length : i == 0 ? Cumulative[0] : Cumulative[i] - Cumulative[i - 1];

    /// <summary>Sorts points.</summary>
    /// <param name="values">The points, finite; sorted in place and kept.</param>
    /// <param name="weights">Their weights, at least 0, not all 0; empty for equal weights.</param>
    /// <returns>The sorted points.</returns>
    public static WeightedLine Create(double[] values, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty || !weights.ContainsAnyExcept(weights[0]))
        {
            Array.Sort(values);
            return new WeightedLine(values, []);
        }

        var cumulative = weights.ToArray();
        Array.Sort(values, cumulative);
        Accumulate(cumulative);
        return new WeightedLine(values, cumulative);
    }

    /// <summary>Turns weights into cumulative masses that end with 1, each right to a few units of rounding.</summary>
    /// <param name="weights">The weights, at least 0, not all 0; replaced.</param>
    public static void Accumulate(Span<double> weights)
    {
        double sum = 0, lost = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var term = weights[i] - lost;
            var total = sum + term;
            lost = total - sum - term;
            sum = total;
            weights[i] = sum;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Min(1, weights[i] / sum);
        }

        weights[^1] = 1;
    }

    /// <summary>The mean of the quantile function on each of equally many quantiles.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <returns>The means [bins], ascending.</returns>
    public double[] BinMeans(int bins)
    {
        var means = new double[bins];
        var reached = 0.0;
        var bin = 0;
        var i = 0;
        while (i < Values.Length && bin < bins)
        {
            var mass = IsUniform ? (i + 1.0) / Values.Length : Cumulative[i];
            var border = (bin + 1.0) / bins;
            var next = Math.Min(mass, border);
            means[bin] += (next - reached) * bins * Values[i];
            reached = next;
            i += mass <= next ? 1 : 0;
            bin += border <= next ? 1 : 0;
        }

        return means;
    }
}
