namespace GwSmm.OptimalTransport;

/// <summary>The squared distances of points on the line to the nearest of others.</summary>
internal static class NearestPoints
{
    /// <summary>Walks along both lines; O(n + m).</summary>
    /// <param name="x">The points [n], ascending.</param>
    /// <param name="y">The others [m], ascending, m at least 1.</param>
    /// <param name="squares">Receives the squared distances [n].</param>
    public static void Fill(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> squares)
    {
        var j = 0;
        for (var i = 0; i < x.Length; i++)
        {
            while (j + 1 < y.Length && Math.Abs(y[j + 1] - x[i]) <= Math.Abs(y[j] - x[i]))
            {
                j++;
            }

            var difference = x[i] - y[j];
            squares[i] = difference * difference;
        }
    }

    /// <summary>The mean squared distance.</summary>
    /// <param name="x">The points [n], ascending.</param>
    /// <param name="cumulative">Their cumulative masses, ending with 1; empty for equal masses.</param>
    /// <param name="y">The others [m], ascending.</param>
    /// <param name="squares">Scratch [n].</param>
    /// <returns>The mean under the masses.</returns>
    public static double Mean(ReadOnlySpan<double> x, ReadOnlySpan<double> cumulative, ReadOnlySpan<double> y, Span<double> squares)
    {
        Fill(x, y, squares);
        double sum = 0, lost = 0, before = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var mass = cumulative.IsEmpty ? 1.0 / x.Length : cumulative[i] - before;
            before = cumulative.IsEmpty ? 0 : cumulative[i];
            var term = (mass * squares[i]) - lost;
            var total = sum + term;
            lost = total - sum - term;
            sum = total;
        }

        return sum;
    }

    /// <summary>The least cost of a part of the mass.</summary>
    /// <param name="costs">What a unit of each mass costs [n]; sorted in place.</param>
    /// <param name="masses">The masses [n], at least 0, of sum 1; reordered with the costs.</param>
    /// <param name="part">The part, from 0 to 1.</param>
    /// <returns>The cost of the cheapest masses that make up the part.</returns>
    public static double Cheapest(Span<double> costs, Span<double> masses, double part)
    {
        costs.Sort(masses);
        double sum = 0, lost = 0, left = part;
        for (var i = 0; i < costs.Length && left > 0; i++)
        {
            var term = (Math.Min(left, masses[i]) * costs[i]) - lost;
            var total = sum + term;
            lost = total - sum - term;
            sum = total;
            left -= masses[i];
        }

        return sum;
    }
}
