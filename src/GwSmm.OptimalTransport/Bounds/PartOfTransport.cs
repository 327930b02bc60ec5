namespace GwSmm.OptimalTransport;

/// <summary>
/// Bounds what moving a part of mass t between two distributions on the line costs. For any potentials with f_i + g_j at most (x_i - y_j)^2 it is at least the cheapest
/// mass t of the source at f plus the cheapest mass t of the target at g; taken are those of transport of the whole, and the distances to the nearest point. Trimmed
/// transport is a third bound. The first and the last are the whole cost at t = 1. Keeps its buffers; not thread-safe.
/// </summary>
/// <param name="sources">The largest number of source points.</param>
/// <param name="targets">The largest number of target points.</param>
internal sealed class PartOfTransport(int sources, int targets)
{
    private readonly double[] _f = new double[sources];
    private readonly double[] _g = new double[targets];
    private readonly double[] _masses = new double[Math.Max(sources, targets)];

    /// <summary>Computes the largest of the bounds; O((n + m) log(n + m)).</summary>
    /// <param name="x">The points of the source [n], ascending.</param>
    /// <param name="xCumulative">Their cumulative masses, ending with 1; empty for equal masses.</param>
    /// <param name="y">The points of the target [m], ascending.</param>
    /// <param name="yCumulative">Their cumulative masses; empty for equal masses.</param>
    /// <param name="part">The mass t, from 0 to 1.</param>
    /// <returns>At least 0.</returns>
    public double AtLeast(ReadOnlySpan<double> x, ReadOnlySpan<double> xCumulative, ReadOnlySpan<double> y, ReadOnlySpan<double> yCumulative, double part)
    {
        var f = _f.AsSpan(0, x.Length);
        var g = _g.AsSpan(0, y.Length);
        var bound = TrimmedTransport.SquaredCost(x, xCumulative, y, yCumulative, part);
        LinePotentials.Fill(x, xCumulative, y, yCumulative, f, g);
        bound = Math.Max(bound, Cheapest(f, xCumulative, part) + Cheapest(g, yCumulative, part));
        NearestPoints.Fill(x, y, f);
        NearestPoints.Fill(y, x, g);
        return Math.Max(bound, Math.Max(Cheapest(f, xCumulative, part), Cheapest(g, yCumulative, part)));
    }

    private double Cheapest(Span<double> costs, ReadOnlySpan<double> cumulative, double part)
    {
        var masses = _masses.AsSpan(0, costs.Length);
        for (var i = 0; i < masses.Length; i++)
        {
            masses[i] = cumulative.IsEmpty ? 1.0 / masses.Length : i == 0 ? cumulative[0] : cumulative[i] - cumulative[i - 1];
        }

        return NearestPoints.Cheapest(costs, masses, part);
    }
}
