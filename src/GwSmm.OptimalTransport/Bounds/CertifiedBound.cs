using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>The certified lower bound of any problem, for solvers whose plans are couplings.</summary>
internal static class CertifiedBound
{
    /// <summary>The largest of several bounds.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="kinds">The bounds to compute; those that do not hold for the problem are left out.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A number that the value of no coupling is below; at least 0 unless feature costs are negative.</returns>
    public static double Of(GromovWassersteinProblem problem, LowerBounds kinds, CancellationToken cancellationToken = default)
    {
        // Other losses are only known to be at least 0.
        kinds = ReferenceEquals(problem.Loss, QuadraticLoss.Square) ? kinds : LowerBounds.None;
        if (problem.FeatureCost is not null)
        {
            return OfFused(problem, kinds, cancellationToken);
        }

        if (kinds == LowerBounds.None)
        {
            return 0;
        }

        var (a, b) = (problem.Source.Signature, problem.Target.Signature);
        var bound = GromovWassersteinBounds.Cheap(a, b, kinds);
        return Math.Max(bound, GromovWassersteinBounds.Costly(a, b, kinds, cancellationToken));
    }

    private static double OfFused(GromovWassersteinProblem problem, LowerBounds kinds, CancellationToken cancellationToken)
    {
        var supported = new SupportedProblem(problem);
        var cost = supported.FeatureCost!;
        var (a, b) = (problem.Source.Signature, problem.Target.Signature);
        var alpha = problem.Alpha;
        var structure = 0.0;
        if (kinds != LowerBounds.None)
        {
            structure = Math.Max(GromovWassersteinBounds.Cheap(a, b, kinds), GromovWassersteinBounds.Costly(a, b, kinds & LowerBounds.Second, cancellationToken));
        }

        var scale = (1 - alpha) * Math.Abs(TensorPrimitives.MaxMagnitude<double>(cost));
        var feature = (1 - alpha) * LeastFeatureCost(a.Weights, b.Weights, cost);
        var bound = (alpha * structure) + BoundAllowance.Lower(feature, a.Scale with { Largest = 0 }, b.Scale with { Largest = 0 }, feature: scale);
        if (kinds.HasFlag(LowerBounds.Third))
        {
            bound = Math.Max(bound, RowTransport.Solve(a, b, centred: false, alpha, cost, cancellationToken).Value);
        }

        if (kinds.HasFlag(LowerBounds.CentredThird) && a.IsSymmetric && b.IsSymmetric)
        {
            bound = Math.Max(bound, RowTransport.Solve(a, b, centred: true, alpha, cost, cancellationToken).Value);
        }

        return TensorPrimitives.Min<double>(cost) >= 0 ? Math.Max(0, bound) : bound;
    }

    // Each point at the cost of the nearest one, from the side where that costs more.
    private static double LeastFeatureCost(double[] source, double[] target, double[] cost)
    {
        var nearest = cost.AsSpan(0, target.Length).ToArray();
        var rows = 0.0;
        for (var i = 0; i < source.Length; i++)
        {
            var row = cost.AsSpan(i * target.Length, target.Length);
            rows += source[i] * TensorPrimitives.Min<double>(row);
            TensorPrimitives.Min(nearest, row, nearest);
        }

        return Math.Max(rows, TensorPrimitives.Dot<double>(target, nearest));
    }
}
