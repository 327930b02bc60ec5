using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The third lower bounds: linear transport at the cost of transport between rows. For a coupling T, sum_kl (a_ik - b_jl)^2 T_kl is at
/// least W_2^2 of row i and row j, since T couples the two rows too. The bound is the dual objective of feasible duals, so it does
/// not depend on how far the linear solver came.
/// </summary>
internal static class RowTransport
{
    /// <summary>Solves the linear problem.</summary>
    /// <param name="source">The first space [n].</param>
    /// <param name="target">The second space [m].</param>
    /// <param name="centred">Whether costs are centred; both symmetric then.</param>
    /// <param name="alpha">The weight of structure against features, in [0, 1].</param>
    /// <param name="feature">The feature cost [n, m]; empty without.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The certified bound of (1 - alpha) sum M T + alpha sum L T T, and the coupling [n, m].</returns>
    public static ThirdLowerBound Solve(
        SpaceSignature source, SpaceSignature target, bool centred, double alpha, ReadOnlySpan<double> feature, CancellationToken cancellationToken)
    {
        var (n, m) = (source.Weights.Length, target.Weights.Length);
        var cost = new double[n * m];
        var square = RowDistances.Fill(centred ? source.CentredRows : source.Rows, centred ? target.CentredRows : target.Rows, cost, cancellationToken);
        var constant = 0.0;
        if (centred)
        {
            AddDeviations(source.Centred.Deviations, target.Centred.Deviations, cost);
            var mean = source.Centred.Mean - target.Centred.Mean;
            constant = mean * mean;
        }

        var featureScale = 0.0;
        if (!feature.IsEmpty)
        {
            featureScale = (1 - alpha) * Math.Abs(TensorPrimitives.MaxMagnitude(feature));
            TensorPrimitives.Multiply(cost, alpha, cost);
            TensorPrimitives.MultiplyAdd(feature, 1 - alpha, cost, cost);
        }

        var result = LinearTransport.Solve(source.Weights, target.Weights, cost, cancellationToken);
        var bound = (alpha * constant) + DualObjective(source.Weights, target.Weights, cost, result.TargetDual, out var largestDual);
        square = Math.Max(square, largestDual);
        return new ThirdLowerBound(BoundAllowance.Lower(bound, source.Scale, target.Scale, square: square, feature: featureScale), result.Plan);
    }

    private static void AddDeviations(double[] source, double[] target, double[] cost)
    {
        var difference = new double[target.Length];
        for (var i = 0; i < source.Length; i++)
        {
            var row = cost.AsSpan(i * target.Length, target.Length);
            TensorPrimitives.Subtract(target, source[i], difference);
            TensorPrimitives.Multiply(difference, difference, difference);
            TensorPrimitives.MultiplyAdd(difference, 2.0, row, row);
        }
    }

    // With u_i = min_j C_ij - v_j any v is feasible. One v is subtracted from all, which changes nothing but their size.
    private static double DualObjective(double[] source, double[] target, double[] cost, double[] v, out double largest)
    {
        var shifted = new double[v.Length];
        TensorPrimitives.Subtract(v, v[0], shifted);
        largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(shifted));
        var reduced = new double[v.Length];
        var sum = TensorPrimitives.Dot<double>(target, shifted);
        for (var i = 0; i < source.Length; i++)
        {
            TensorPrimitives.Subtract(cost.AsSpan(i * v.Length, v.Length), shifted, reduced);
            var u = TensorPrimitives.Min<double>(reduced);
            largest = Math.Max(largest, Math.Abs(u));
            sum += source[i] * u;
        }

        return sum;
    }
}
