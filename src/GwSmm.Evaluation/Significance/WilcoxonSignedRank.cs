namespace GwSmm.Evaluation;

/// <summary>
/// The signed-rank test of pairs (Wilcoxon, 1945): are differences symmetric about zero? Pairs without difference are left out. Up to
/// <see cref="MaxExactCount"/> pairs without ties the p-value is exact; else it is the normal approximation with corrections for ties and
/// for continuity. Thread-safe.
/// </summary>
public static class WilcoxonSignedRank
{
    /// <summary>The most pairs with an exact p-value.</summary>
    public const int MaxExactCount = 50;

    /// <summary>Tests.</summary>
    /// <param name="first">A metric of the first method [n].</param>
    /// <param name="second">The same of the second method [n].</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>Rank sums and p-value.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="GwSmmException">No pairs, or a value that is not finite.</exception>
    public static WilcoxonResult Compute(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Alternative alternative = Alternative.TwoSided)
    {
        double[] differences = [.. PairedValues.Differences(first, second, "Wilcoxon signed-rank test", 1).Where(d => d != 0).OrderBy(Math.Abs)];
        var count = differences.Length;
        if (count == 0)
        {
            return new WilcoxonResult(0, 0, 0, Exact: true, 1);
        }

        var (positive, ties) = Rank(differences);
        var total = count * (count + 1) / 2.0;
        var exact = ties == 0 && count <= MaxExactCount;
        var (below, above) = exact ? ExactTails(count, (int)positive) : NormalTails(count, positive - (total / 2), ties);
        var p = alternative switch
        {
            Alternative.TwoSided => 2 * Math.Min(below, above),
            Alternative.Greater => above,
            _ => below,
        };
        return new WilcoxonResult(count, positive, total - positive, exact, Math.Min(1, p));
    }

    // Mean ranks among equals; ties is the sum of t^3 - t.
    private static (double Positive, double Ties) Rank(double[] sorted)
    {
        var (positive, ties) = (0.0, 0.0);
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && Math.Abs(sorted[end]) == Math.Abs(sorted[start]))
            {
                end++;
            }

            double size = end - start;
            ties += (size * size * size) - size;
            for (var i = start; i < end; i++)
            {
                positive += sorted[i] > 0 ? (start + 1 + end) / 2.0 : 0;
            }

            start = end;
        }

        return (positive, ties);
    }

    // Shares of the 2^n sign patterns with at most, and at least, that sum of ranks.
    private static (double Below, double Above) ExactTails(int count, int sum)
    {
        var total = count * (count + 1) / 2;
        var share = new double[total + 1];
        share[0] = 1;
        for (var rank = 1; rank <= count; rank++)
        {
            for (var s = total; s >= 0; s--)
            {
                share[s] = 0.5 * (share[s] + (s >= rank ? share[s - rank] : 0));
            }
        }

        return (share[..(sum + 1)].Sum(), share[sum..].Sum());
    }

    private static (double Below, double Above) NormalTails(int count, double centred, double ties)
    {
        var n = (double)count;
        var deviation = Math.Sqrt(((n * (n + 1) * ((2 * n) + 1)) - (ties / 2)) / 24);
        return (NormalTail.Below((centred + 0.5) / deviation), NormalTail.Above((centred - 0.5) / deviation));
    }
}
