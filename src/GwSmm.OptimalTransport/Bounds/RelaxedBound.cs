using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Certified lower bounds for plans T that are no couplings. T T matches pairs of source points with pairs of target points, so a marginal that is
/// only partly given still says what mass the costs of each pair can have. See docs/algorithms/bounds.md.
/// </summary>
internal static class RelaxedBound
{
    // Weights of sum 1 may add up to a little more.
    private const double WholeTolerance = 1e-12;

    private const LowerBounds Rows = LowerBounds.Third | LowerBounds.CentredThird;

    /// <summary>The large parts that the bounds keep with each space.</summary>
    /// <param name="kinds">The bounds.</param>
    /// <returns>The parts.</returns>
    public static SignatureParts PartsOf(LowerBounds kinds) =>
        (kinds == LowerBounds.None ? SignatureParts.None : SignatureParts.SortedCosts) | ((kinds & Rows) == LowerBounds.None ? SignatureParts.None : SignatureParts.SortedRows);

    /// <summary>The bound for plans of which only the rows are given: all costs at their distance to the nearest cost of the target, and each point
    /// at its feature cost to the nearest one; with a third bound also row by row.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="supported">The same without the points that no plan uses; the target's weights do not count.</param>
    /// <param name="kinds">The bounds; none for that of the features alone.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A number that the value of no such plan is below; at least 0 unless feature costs are negative.</returns>
    public static double OfRows(GromovWassersteinProblem problem, SupportedProblem supported, LowerBounds kinds, CancellationToken cancellationToken)
    {
        var a = problem.Source.Signature;
        var b = supported.Target.Count == problem.Target.Count && problem.Target.HasZeroWeights ? supported.Target.Signature : problem.Target.Signature;
        var free = new RelaxedScale(a.Scale, b.Scale with { Mass = 1 }, supported, TermsOf(a, b));
        var bound = free.Lower(0, RowsAtLeast(supported.FeatureCost, a.Weights, supported.Target.Count));
        if (kinds == LowerBounds.None || !IsSquare(problem))
        {
            return bound;
        }

        var squares = new double[a.SortedCosts.Values.Length];
        var costs = NearestPoints.Mean(a.SortedCosts.Values, a.SortedCosts.Cumulative, b.SortedCosts.Values, squares);
        bound = free.Lower(costs, RowsAtLeast(supported.FeatureCost, a.Weights, supported.Target.Count));
        if ((kinds & Rows) == LowerBounds.None)
        {
            return bound;
        }

        var (x, y) = (a.Rows, b.Rows);
        var cost = free.PointCosts(
            (i, j) => NearestPoints.Mean(x.Row(i), x.Cumulative(i), y.Row(j), squares.AsSpan(0, x.Count)), cancellationToken);
        return Math.Max(bound, free.LowerWhole(RowsAtLeast(cost, a.Weights, y.Count)));
    }

    /// <summary>The bound for plans of a given mass whose marginals are at most the weights.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="supported">The same without points of weight 0.</param>
    /// <param name="mass">The mass; plans of the whole are couplings, of which more is known.</param>
    /// <param name="kinds">The bounds; none for that of the features alone.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A number that the value of no such plan is below; at least 0 unless feature costs are negative.</returns>
    public static double OfMass(
        GromovWassersteinProblem problem, SupportedProblem supported, double mass, LowerBounds kinds, CancellationToken cancellationToken)
    {
        var (a, b) = (problem.Source.Signature, problem.Target.Signature);
        var missing = Math.Max(0, Math.Max(a.Scale.Mass, b.Scale.Mass) - mass);
        if (missing <= WholeTolerance)
        {
            return OfNearlyWhole(problem, supported, missing, kinds, cancellationToken);
        }

        // In units of the larger side, no marginal is above the weights scaled to sum 1.
        var part = mass / Math.Max(1, Math.Max(a.Scale.Mass, b.Scale.Mass));
        var scale = new RelaxedScale(a.Scale, b.Scale, supported, StepsOf(a, b));
        var features = PointsAtLeast(supported.FeatureCost, a.Weights, b.Weights, part);
        if (kinds == LowerBounds.None || !IsSquare(problem))
        {
            return scale.Lower(0, features);
        }

        var (x, y) = (a.SortedCosts, b.SortedCosts);
        var transport = new PartOfTransport(x.Values.Length, y.Values.Length);
        var bound = scale.Lower(transport.AtLeast(x.Values, x.Cumulative, y.Values, y.Cumulative, part * part), features);
        if ((kinds & Rows) == LowerBounds.None)
        {
            return bound;
        }

        var (rowsX, rowsY) = (a.Rows, b.Rows);
        var cost = scale.PointCosts(
            (i, j) => transport.AtLeast(rowsX.Row(i), rowsX.Cumulative(i), rowsY.Row(j), rowsY.Cumulative(j), part), cancellationToken);
        return Math.Max(bound, scale.LowerWhole(PointsAtLeast(cost, a.Weights, b.Weights, part)));
    }

    // The mass that a coupling has beyond the plan pays at most the largest loss, (2 c)^2 for costs of at most c, with all mass and from both sides.
    private static double OfNearlyWhole(
        GromovWassersteinProblem problem, SupportedProblem supported, double missing, LowerBounds kinds, CancellationToken cancellationToken)
    {
        var bound = CertifiedBound.Of(problem, kinds, cancellationToken);
        if (missing == 0)
        {
            return bound;
        }

        var largest = Math.Max(problem.Source.Signature.Scale.Largest, problem.Target.Signature.Scale.Largest);
        var (least, most) = supported.FeatureCost is { } cost ? (TensorPrimitives.Min<double>(cost), Math.Abs(TensorPrimitives.MaxMagnitude<double>(cost))) : (0, 0);
        var lowered = bound - (missing * ((9 * largest * largest) + most));
        return least >= 0 ? Math.Max(0, lowered) : lowered;
    }

    private static bool IsSquare(GromovWassersteinProblem problem) => ReferenceEquals(problem.Loss, QuadraticLoss.Square);

    /// <summary>The terms of sums that are added up along all costs.</summary>
    /// <param name="a">The first space.</param>
    /// <param name="b">The second space.</param>
    /// <returns>At least twice the number of costs.</returns>
    public static int StepsOf(SpaceSignature a, SpaceSignature b)
    {
        var (n, m) = ((long)a.Scale.Count, (long)b.Scale.Count);
        return (int)Math.Min(int.MaxValue, 64 + (2 * ((n * n) + (m * m))));
    }

    // Masses of unequal weights are known to rounding of the whole, each.
    private static int TermsOf(SpaceSignature a, SpaceSignature b) =>
        a.IsUniform && b.IsUniform ? 4 * (a.Scale.Count + b.Scale.Count) : StepsOf(a, b);

    // Each row at its least cost.
    private static double RowsAtLeast(double[]? cost, double[] weights, int columns)
    {
        var sum = 0.0;
        for (var i = 0; cost is not null && i < weights.Length; i++)
        {
            sum += weights[i] * TensorPrimitives.Min<double>(cost.AsSpan(i * columns, columns));
        }

        return sum;
    }

    // The cheapest part of the rows, or of the columns, each at its least cost.
    private static double PointsAtLeast(double[]? cost, double[] source, double[] target, double part)
    {
        if (cost is null)
        {
            return 0;
        }

        var rows = new double[source.Length];
        var columns = cost.AsSpan(0, target.Length).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = cost.AsSpan(i * target.Length, target.Length);
            rows[i] = TensorPrimitives.Min<double>(row);
            TensorPrimitives.Min(columns, row, columns);
        }

        return Math.Max(
            NearestPoints.Cheapest(rows, source.AsSpan().ToArray(), part), NearestPoints.Cheapest(columns, target.AsSpan().ToArray(), part));
    }
}
