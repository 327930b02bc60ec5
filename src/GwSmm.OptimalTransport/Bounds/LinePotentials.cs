namespace GwSmm.OptimalTransport;

/// <summary>
/// Dual potentials of transport on the line with squared cost: f_i + g_j is at most (x_i - y_j)^2 everywhere, and equal along the monotone coupling. They are read
/// off step by step along the staircase of that coupling, which is feasible as the cost is a Monge array (Hoffman, "On simple linear programming problems", 1963).
/// </summary>
internal static class LinePotentials
{
    /// <summary>Computes the potentials; O(n + m). Rounding errors add up: one unit of the largest cost a step.</summary>
    /// <param name="x">The points of the source [n], ascending.</param>
    /// <param name="xCumulative">Their cumulative masses, ending with 1; empty for equal masses.</param>
    /// <param name="y">The points of the target [m], ascending.</param>
    /// <param name="yCumulative">Their cumulative masses; empty for equal masses.</param>
    /// <param name="f">Receives the potentials of the source [n]; the first is 0.</param>
    /// <param name="g">Receives the potentials of the target [m].</param>
    public static void Fill(
        ReadOnlySpan<double> x, ReadOnlySpan<double> xCumulative, ReadOnlySpan<double> y, ReadOnlySpan<double> yCumulative, Span<double> f, Span<double> g)
    {
        int i = 0, j = 0;
        f[0] = 0;
        g[0] = Cost(x[0], y[0]);
        while (i < x.Length - 1 || j < y.Length - 1)
        {
            var a = xCumulative.IsEmpty ? (i + 1.0) / x.Length : xCumulative[i];
            var b = yCumulative.IsEmpty ? (j + 1.0) / y.Length : yCumulative[j];
            if (j == y.Length - 1 || (i < x.Length - 1 && a <= b))
            {
                i++;
                f[i] = Cost(x[i], y[j]) - g[j];
            }
            else
            {
                j++;
                g[j] = Cost(x[i], y[j]) - f[i];
            }
        }
    }

    private static double Cost(double x, double y) => (x - y) * (x - y);
}
