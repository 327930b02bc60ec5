using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Certified lower bounds of the Gromov-Wasserstein value (sum L T T with the square loss, no root, no half) of two spaces: no
/// coupling has a smaller value, rounding errors included. The first, second and third are those of Mémoli, "Gromov-Wasserstein
/// distances and the metric approach to object matching" (2011), section 6, in the value's unit. What a space contributes is computed
/// once and kept with it. Thread-safe.
/// </summary>
public static class GromovWassersteinBounds
{
    /// <summary>The first bound: W_2^2 of the eccentricities sqrt(sum_k C_ik^2 p_k).</summary>
    /// <param name="source">The first space.</param>
    /// <param name="target">The second space.</param>
    /// <returns>The bound, at least 0.</returns>
    public static double First(MetricMeasureSpace source, MetricMeasureSpace target)
    {
        var (a, b) = Signatures(source, target);
        return First(a.Scale, a.SortedEccentricities, b.Scale, b.SortedEccentricities);
    }

    /// <summary>The second bound: W_2^2 of the distributions of the costs.</summary>
    /// <param name="source">The first space.</param>
    /// <param name="target">The second space.</param>
    /// <returns>The bound, at least 0.</returns>
    public static double Second(MetricMeasureSpace source, MetricMeasureSpace target)
    {
        var (a, b) = Signatures(source, target);
        return Second(a, b);
    }

    /// <summary>The second bound with each quantile function replaced by its means over 256 bins. That is an orthogonal projection in
    /// L2, which brings no two functions farther apart: the bound is never above the second.</summary>
    /// <param name="source">The first space.</param>
    /// <param name="target">The second space.</param>
    /// <returns>The bound, at least 0.</returns>
    public static double SecondBinned(MetricMeasureSpace source, MetricMeasureSpace target)
    {
        var (a, b) = Signatures(source, target);
        return SecondBinned(a, b);
    }

    /// <summary>The projected eigenvalue bound, after Hadley, Rendl, Wolkowicz, "A new lower bound via projection for the quadratic
    /// assignment problem" (1992).</summary>
    /// <param name="source">The first space.</param>
    /// <param name="target">The second space.</param>
    /// <returns>The bound, at least 0; 0 when costs are not symmetric.</returns>
    public static double ProjectedEigenvalue(MetricMeasureSpace source, MetricMeasureSpace target)
    {
        var (a, b) = Signatures(source, target);
        return ProjectedEigenvalue(a, b);
    }

    /// <summary>The third bound: transport between points at the cost W_2^2 of their rows.</summary>
    /// <param name="source">The first space, of n points.</param>
    /// <param name="target">The second space, of m points.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bound and its coupling [n, m].</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ThirdLowerBound Third(MetricMeasureSpace source, MetricMeasureSpace target, CancellationToken cancellationToken = default) =>
        Third(source, target, centred: false, cancellationToken);

    /// <summary>The third bound of the centred costs, plus what means and deviations contribute. Mostly above
    /// <see cref="Third(MetricMeasureSpace, MetricMeasureSpace, CancellationToken)"/>; use the larger.</summary>
    /// <param name="source">The first space, of n points.</param>
    /// <param name="target">The second space, of m points.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bound and its coupling [n, m]; the third bound when costs are not symmetric.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ThirdLowerBound CentredThird(MetricMeasureSpace source, MetricMeasureSpace target, CancellationToken cancellationToken = default) =>
        Third(source, target, centred: true, cancellationToken);

    /// <summary>The largest of several bounds of a problem. Losses other than the square loss have no bound but 0; in a fused problem
    /// the bound of the structure and the least feature costs are combined.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="kinds">The bounds to compute.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bound; at least 0 unless feature costs are negative.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a combination of bounds.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static double Largest(GromovWassersteinProblem problem, LowerBounds kinds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        CheckKinds(kinds);
        return CertifiedBound.Of(problem, kinds, cancellationToken);
    }

    /// <summary>The largest of several bounds for each two of many spaces; the cheap ones by matrix products over all pairs.</summary>
    /// <param name="spaces">The spaces [k].</param>
    /// <param name="kinds">The bounds to compute.</param>
    /// <param name="threads">Threads to use, at least 1; the bounds do not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bounds [k, k], row-major; symmetric with a zero diagonal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a combination of bounds, or fewer than 1 thread.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static double[] AllPairs(
        IReadOnlyList<MetricMeasureSpace> spaces, LowerBounds kinds, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        CheckKinds(kinds);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var count = spaces.Count;
        var light = new LightSignature[count];
        Threads.For(count, threads, i =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            light[i] = spaces[i].Signature.ToLight(kinds);
        });
        var bounds = BoundTable.Compute(light, threads, cancellationToken);
        if ((kinds & ~LowerBounds.Cheap) == LowerBounds.None)
        {
            return bounds;
        }

        Threads.For(count, threads, i =>
        {
            for (var j = i + 1; j < count; j++)
            {
                var bound = Costly(spaces[i].Signature, spaces[j].Signature, kinds, cancellationToken);
                bounds[(i * count) + j] = bounds[(j * count) + i] = Math.Max(bounds[(i * count) + j], bound);
            }
        });
        return bounds;
    }

    internal static double First(SpaceScale aScale, WeightedLine a, SpaceScale bScale, WeightedLine b) =>
        BoundAllowance.Lower(OneDimensionalTransport.SquaredCost(a, b), aScale, bScale);

    /// <summary>The largest of the cheap bounds among some.</summary>
    internal static double Cheap(SpaceSignature a, SpaceSignature b, LowerBounds kinds)
    {
        var bound = kinds.HasFlag(LowerBounds.First) ? First(a.Scale, a.SortedEccentricities, b.Scale, b.SortedEccentricities) : 0;
        bound = kinds.HasFlag(LowerBounds.SecondBinned) ? Math.Max(bound, SecondBinned(a, b)) : bound;
        return kinds.HasFlag(LowerBounds.ProjectedEigenvalue) ? Math.Max(bound, ProjectedEigenvalue(a, b)) : bound;
    }

    /// <summary>The largest of the bounds among some that are not cheap.</summary>
    internal static double Costly(SpaceSignature a, SpaceSignature b, LowerBounds kinds, CancellationToken cancellationToken)
    {
        var bound = kinds.HasFlag(LowerBounds.Second) ? Second(a, b) : 0;
        if (kinds.HasFlag(LowerBounds.Third))
        {
            bound = Math.Max(bound, RowTransport.Solve(a, b, centred: false, 1, [], cancellationToken).Value);
        }

        return kinds.HasFlag(LowerBounds.CentredThird) && a.IsSymmetric && b.IsSymmetric
            ? Math.Max(bound, RowTransport.Solve(a, b, centred: true, 1, [], cancellationToken).Value)
            : bound;
    }

    internal static void CheckKinds(LowerBounds kinds)
    {
        if ((kinds & ~LowerBounds.All) != LowerBounds.None)
        {
            throw new ArgumentOutOfRangeException(nameof(kinds), kinds, "Not a combination of bounds.");
        }
    }

    private static double Second(SpaceSignature a, SpaceSignature b) =>
        BoundAllowance.Lower(OneDimensionalTransport.SquaredCost(a.SortedCosts, b.SortedCosts), a.Scale, b.Scale);

    private static double SecondBinned(SpaceSignature a, SpaceSignature b)
    {
        var sum = 0.0;
        for (var k = 0; k < SpaceSignature.Bins; k++)
        {
            var difference = a.BinMeans[k] - b.BinMeans[k];
            sum += difference * difference;
        }

        return BoundAllowance.Lower(sum / SpaceSignature.Bins, a.Scale, b.Scale, SpaceSignature.Bins);
    }

    private static double ProjectedEigenvalue(SpaceSignature a, SpaceSignature b) =>
        a.IsSymmetric && b.IsSymmetric ? BoundAllowance.Lower(a.Spectral.Bound(b.Spectral), a.Scale, b.Scale) : 0;

    private static ThirdLowerBound Third(MetricMeasureSpace source, MetricMeasureSpace target, bool centred, CancellationToken cancellationToken)
    {
        var (a, b) = Signatures(source, target);
        var supported = new SupportedProblem(new GromovWassersteinProblem(source, target));
        var bound = RowTransport.Solve(a, b, centred && a.IsSymmetric && b.IsSymmetric, 1, [], cancellationToken);
        return bound with { Plan = supported.Expand(bound.Plan) };
    }

    private static (SpaceSignature Source, SpaceSignature Target) Signatures(MetricMeasureSpace source, MetricMeasureSpace target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return (source.Signature, target.Signature);
    }
}
