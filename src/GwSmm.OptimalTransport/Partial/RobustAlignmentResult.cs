namespace GwSmm.OptimalTransport;

/// <summary>
/// An alignment of what is left of two clouds after trimming. <see cref="GromovWassersteinResult.Value"/> estimates the value between the clean
/// clouds: it is that of <see cref="Match"/> as if what is left were the whole, so structure is divided by the square of its mass and features by the
/// mass. The lower bound is raised likewise, the trace so that it ends at the value; <see cref="GromovWassersteinResult.Plan"/> and <see cref="GromovWassersteinResult.Mass"/> are the
/// match's. Thread-safe.
/// </summary>
public sealed class RobustAlignmentResult : GromovWassersteinResult
{
    internal RobustAlignmentResult(
        GromovWassersteinProblem problem,
        string solver,
        double fraction,
        GromovWassersteinResult match,
        double[] sourceKept,
        double[] targetKept,
        IReadOnlyList<(double Fraction, double Value)> curve)
        : base(
            problem,
            solver,
            Whole(problem, match),
            () => match.Plan,
            [.. match.CostTrace.Select(value => value * (match.Value > 0 ? Whole(problem, match) / match.Value : 1))],
            match.Stop)
    {
        StructureValue = match.StructureValue / (match.Mass * match.Mass);
        FeatureValue = match.FeatureValue / match.Mass;

        // Of a fused value at least this much is the bound: its two parts are divided by different powers of a mass of at most 1.
        LowerBound = Math.Min(Value, match.LowerBound / (problem.FeatureCost is null ? match.Mass * match.Mass : match.Mass));
        Mass = match.Mass;
        Fraction = fraction;
        Match = match;
        SourceKept = sourceKept;
        TargetKept = targetKept;
        Curve = curve;
    }

    // Structure grows with the square of the mass, features with the mass.
    private static double Whole(GromovWassersteinProblem problem, GromovWassersteinResult match) =>
        (problem.Alpha * match.StructureValue / (match.Mass * match.Mass)) + ((1 - problem.Alpha) * match.FeatureValue / match.Mass);

    /// <summary>The fraction that was trimmed from each side.</summary>
    public double Fraction { get; }

    /// <summary>The partial matching of mass 1 - <see cref="Fraction"/>, with the value of the mass that it matches.</summary>
    public GromovWassersteinResult Match { get; }

    /// <summary>How much of each source point's weight was kept [n], from 0 for an outlier to 1; 0 for points without weight.</summary>
    public double[] SourceKept { get; }

    /// <summary>How much of each target point's weight was kept [m].</summary>
    public double[] TargetKept { get; }

    /// <summary>The values of the partial matches, not divided, that the fraction was chosen from, never rising; empty when it was given.</summary>
    public IReadOnlyList<(double Fraction, double Value)> Curve { get; }
}
