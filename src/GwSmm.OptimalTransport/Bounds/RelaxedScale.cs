using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>What joins a bound of the structure with one of the features, and what rounding errors of both depend on.</summary>
/// <param name="Source">The first space.</param>
/// <param name="Target">The second space; of mass 1 where its weights do not count.</param>
/// <param name="Problem">The problem [n, m].</param>
/// <param name="Terms">The largest number of terms of a sum.</param>
internal sealed record RelaxedScale(SpaceScale Source, SpaceScale Target, SupportedProblem Problem, int Terms)
{
    private double FeatureScale =>
        Problem.FeatureCost is null ? 0 : (1 - Problem.Alpha) * Math.Abs(TensorPrimitives.MaxMagnitude<double>(Problem.FeatureCost));

    /// <summary>Weighs and certifies two bounds.</summary>
    /// <param name="structure">A bound of sum L T T.</param>
    /// <param name="features">A bound of sum M T.</param>
    /// <returns>A certified bound of the objective; at least 0 unless feature costs are negative.</returns>
    public double Lower(double structure, double features)
    {
        var bound = Problem.Alpha * BoundAllowance.Lower(structure, Source, Target, Terms);
        return Problem.FeatureCost is null
            ? bound
            : NotNegative(bound + BoundAllowance.Lower(
                (1 - Problem.Alpha) * features, Source with { Largest = 0 }, Target with { Largest = 0 }, Terms, feature: FeatureScale));
    }

    /// <summary>Certifies a bound of the whole objective.</summary>
    /// <param name="bound">The bound.</param>
    /// <returns>The certified bound; at least 0 unless feature costs are negative.</returns>
    public double LowerWhole(double bound) => NotNegative(BoundAllowance.Lower(bound, Source, Target, Terms, feature: FeatureScale));

    /// <summary>What matching two points costs at least.</summary>
    /// <param name="structure">A bound of sum_kl L(C1_ik, C2_jl) T_kl for a source point i and a target point j.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A new matrix [n, m], features included.</returns>
    public double[] PointCosts(Func<int, int, double> structure, CancellationToken cancellationToken)
    {
        var (n, m) = (Problem.Source.Count, Problem.Target.Count);
        var cost = new double[n * m];
        for (var i = 0; i < n; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var j = 0; j < m; j++)
            {
                cost[(i * m) + j] = Problem.Alpha * structure(i, j);
            }
        }

        if (Problem.FeatureCost is { } features)
        {
            TensorPrimitives.MultiplyAdd(features, 1 - Problem.Alpha, cost, cost);
        }

        return cost;
    }

    private double NotNegative(double bound) => TensorPrimitives.Min<double>(Problem.FeatureCost ?? [0]) >= 0 ? Math.Max(0, bound) : bound;
}
