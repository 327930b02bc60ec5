namespace GwSmm.OptimalTransport;

/// <summary>
/// An alignment of what is left of two clouds after trimming. <see cref="GromovWassersteinResult.Value"/> estimates the value between the clean
/// clouds: it is that of <see cref="Match"/> divided by the square of its mass, as if what is left were the whole. The parts of the value, the lower
/// bound and the trace are divided likewise; <see cref="GromovWassersteinResult.Plan"/> and <see cref="GromovWassersteinResult.Mass"/> are the
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
            match.Value / (match.Mass * match.Mass),
            () => match.Plan,
            [.. match.CostTrace.Select(value => value / (match.Mass * match.Mass))],
            match.Stop)
    {
        var square = match.Mass * match.Mass;
        StructureValue = match.StructureValue / square;
        FeatureValue = match.FeatureValue / square;
        LowerBound = Math.Min(Value, match.LowerBound / square);
        Mass = match.Mass;
        Fraction = fraction;
        Match = match;
        SourceKept = sourceKept;
        TargetKept = targetKept;
        Curve = curve;
    }

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
