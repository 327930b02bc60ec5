using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Certified lower bounds for plans T that are no couplings. T T matches pairs of source points with pairs of target points, so a marginal that is
/// only partly given still says what mass the costs of each pair can have. See docs/algorithms/bounds.md.
/// </summary>
internal static class RelaxedBound
{
    // Sums of exponentials below it are no longer told apart from 0.
    private const double Underflow = 1e-300;

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
        if (mass >= Math.Min(a.Scale.Mass, b.Scale.Mass))
        {
            return CertifiedBound.Of(problem, kinds, cancellationToken);
        }

        // In units of the larger side, no marginal is above the weights scaled to sum 1.
        var part = mass / Math.Max(1, Math.Max(a.Scale.Mass, b.Scale.Mass));
        var scale = new RelaxedScale(a.Scale, b.Scale, supported, TermsOf(a, b));
        var features = PointsAtLeast(supported.FeatureCost, a.Weights, b.Weights, part);
        if (kinds == LowerBounds.None || !IsSquare(problem))
        {
            return scale.Lower(0, features);
        }

        var (x, y) = (a.SortedCosts, b.SortedCosts);
        var costs = TrimmedTransport.SquaredCost(x.Values, x.Cumulative, y.Values, y.Cumulative, part * part);
        costs = Math.Max(costs, Math.Max(Nearest(x, y, part * part), Nearest(y, x, part * part)));
        var bound = scale.Lower(costs, features);
        if ((kinds & Rows) == LowerBounds.None)
        {
            return bound;
        }

        var (rowsX, rowsY) = (a.Rows, b.Rows);
        var cost = scale.PointCosts(
            (i, j) => TrimmedTransport.SquaredCost(rowsX.Row(i), rowsX.Cumulative(i), rowsY.Row(j), rowsY.Cumulative(j), part), cancellationToken);
        return Math.Max(bound, scale.LowerWhole(PointsAtLeast(cost, a.Weights, b.Weights, part)));
    }

    /// <summary>The bound for plans whose marginals are free at a price. With d the squared distance of a cost of one side to the nearest of the other, the
    /// problem over measures on pairs has the dual value (rho + epsilon) sum p p (1 - exp((f - d) / (rho + epsilon))) + rho' (1 - exp(-f / rho')) for
    /// every number f; rho is the price of the side that d belongs to, rho' that of the other.</summary>
    /// <param name="problem">The problem, not fused.</param>
    /// <param name="options">The prices and the bounds; none for 0.</param>
    /// <returns>A number that the objective of no plan is below, at least 0.</returns>
    public static double OfPrices(GromovWassersteinProblem problem, UnbalancedGromovWassersteinOptions options)
    {
        if (options.Bounds == LowerBounds.None || !IsSquare(problem))
        {
            return 0;
        }

        var (a, b) = (problem.Source.Signature, problem.Target.Signature);
        var bound = Math.Max(
            OfPrices(a, b, options.SourcePenalty, options.TargetPenalty, options.Epsilon),
            OfPrices(b, a, options.TargetPenalty, options.SourcePenalty, options.Epsilon));
        var prices = options.SourcePenalty + options.TargetPenalty + options.Epsilon;
        return Math.Max(0, bound - (BoundAllowance.Units(TermsOf(a, b)) * prices));
    }

    private static double OfPrices(SpaceSignature a, SpaceSignature b, double price, double otherPrice, double epsilon)
    {
        var line = a.SortedCosts;
        var squares = new double[line.Values.Length];
        NearestPoints.Fill(line.Values, b.SortedCosts.Values, squares);
        var own = price + epsilon;
        var kept = 0.0;
        for (var i = 0; i < squares.Length; i++)
        {
            kept += line.Mass(i) * Math.Exp(-squares[i] / own);
        }

        // Rounded up, masses of unequal weights by rounding of the whole; f is the best one for that.
        var unit = BoundAllowance.Units(TermsOf(a, b));
        kept = Math.Max((kept * (1 + unit)) + (line.IsUniform ? 0 : unit), Underflow);
        var share = Math.Max(0, -Math.Log(kept) / (own + otherPrice));
        var (mass, otherMass) = (a.Scale.Mass * a.Scale.Mass, b.Scale.Mass * b.Scale.Mass);
        var matched = (price + (epsilon * otherMass)) * mass * (1 - (kept * Math.Exp(share * otherPrice)));
        return matched + (otherPrice * otherMass * (1 - Math.Exp(-share * own)));
    }

    private static bool IsSquare(GromovWassersteinProblem problem) => ReferenceEquals(problem.Loss, QuadraticLoss.Square);

    // Masses of unequal weights are known to rounding of the whole, each.
    private static int TermsOf(SpaceSignature a, SpaceSignature b)
    {
        var (n, m) = (a.Scale.Count, b.Scale.Count);
        return a.IsUniform && b.IsUniform ? 4 * (n + m) : (int)Math.Min(int.MaxValue, ((long)n * n) + ((long)m * m) + (4L * (n + m)));
    }

    private static double Nearest(WeightedLine x, WeightedLine y, double part)
    {
        var squares = new double[x.Values.Length];
        NearestPoints.Fill(x.Values, y.Values, squares);
        var masses = new double[squares.Length];
        for (var i = 0; i < masses.Length; i++)
        {
            masses[i] = x.Mass(i);
        }

        return NearestPoints.Cheapest(squares, masses, part);
    }

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
