namespace GwSmm.OptimalTransport;

/// <summary>
/// A lower bound of transport on the line between parts of two distributions. A part of mass t of a distribution F of mass 1 has its
/// u-th quantile between F^-1(u) and F^-1(u + 1 - t), whatever was left out; so the squared cost is at least the integral over u up to t of the
/// squared gap between the two sides' intervals. With t = 1 it is the cost W_2^2 itself.
/// </summary>
internal static class TrimmedTransport
{
    /// <summary>Computes the bound; O(n + m).</summary>
    /// <param name="x">The points of the first distribution [n], ascending.</param>
    /// <param name="xCumulative">Their cumulative masses, ending with 1; empty for equal masses.</param>
    /// <param name="y">The points of the second [m], ascending.</param>
    /// <param name="yCumulative">Their cumulative masses; empty for equal masses.</param>
    /// <param name="part">The mass t that is matched, from 0 to 1.</param>
    /// <returns>A number that no matching of that mass costs less than.</returns>
    public static double SquaredCost(
        ReadOnlySpan<double> x, ReadOnlySpan<double> xCumulative, ReadOnlySpan<double> y, ReadOnlySpan<double> yCumulative, double part)
    {
        var left = 1 - part;
        int lowX = 0, lowY = 0;
        var (highX, highY) = (First(x.Length, xCumulative, left), First(y.Length, yCumulative, left));
        double sum = 0, lost = 0, reached = 0;
        while (reached < part && lowX < x.Length && lowY < y.Length)
        {
            var (a, b) = (Cumulative(x.Length, xCumulative, lowX), Cumulative(y.Length, yCumulative, lowY));
            var (c, d) = (Cumulative(x.Length, xCumulative, highX) - left, Cumulative(y.Length, yCumulative, highY) - left);

            // At the upper end the two lists of a side meet; rounding must not let one run out before the other.
            c = highX == x.Length - 1 ? part : c;
            d = highY == y.Length - 1 ? part : d;
            var next = Math.Min(part, Math.Min(Math.Min(a, b), Math.Min(c, d)));
            var gap = Math.Max(0, Math.Max(x[lowX] - y[highY], y[lowY] - x[highX]));
            var term = (Math.Max(0, next - reached) * gap * gap) - lost;
            var total = sum + term;
            lost = total - sum - term;
            sum = total;
            reached = Math.Max(reached, next);
            lowX += a <= next ? 1 : 0;
            lowY += b <= next ? 1 : 0;
            highX += c <= next && highX < x.Length - 1 ? 1 : 0;
            highY += d <= next && highY < y.Length - 1 ? 1 : 0;
        }

        return sum;
    }

    // The first point whose cumulative mass is above what may be left out.
    private static int First(int count, ReadOnlySpan<double> cumulative, double left)
    {
        var i = 0;
        while (i < count - 1 && Cumulative(count, cumulative, i) <= left)
        {
            i++;
        }

        return i;
    }

    private static double Cumulative(int count, ReadOnlySpan<double> cumulative, int i) => cumulative.IsEmpty ? (i + 1.0) / count : cumulative[i];
}
