namespace GwSmm.OptimalTransport;

/// <summary>An alignment of what is left of two clouds after trimming. Thread-safe.</summary>
public sealed class RobustAlignmentResult
{
    internal RobustAlignmentResult(double fraction, GromovWassersteinResult match, double[] sourceKept, double[] targetKept, IReadOnlyList<(double Fraction, double Value)> curve)
    {
        Fraction = fraction;
        Match = match;
        SourceKept = sourceKept;
        TargetKept = targetKept;
        Curve = curve;
    }

    /// <summary>The fraction that was trimmed from each side.</summary>
    public double Fraction { get; }

    /// <summary>The partial matching of mass 1 - <see cref="Fraction"/>.</summary>
    public GromovWassersteinResult Match { get; }

    /// <summary>The estimate of the value between the clean clouds: the value of the match divided by the square of its mass, as if what is
    /// left were the whole.</summary>
    public double Value => Match.Value / (Match.Mass * Match.Mass);

    /// <summary>The square root of <see cref="Value"/>.</summary>
    public double Distance => Math.Sqrt(Value);

    /// <summary>How much of each source point's weight was kept [n], from 0 for an outlier to 1; 0 for points without weight.</summary>
    public double[] SourceKept { get; }

    /// <summary>How much of each target point's weight was kept [m].</summary>
    public double[] TargetKept { get; }

    /// <summary>The values of the partial matches, not divided, that the fraction was chosen from, never rising; empty when it was given.</summary>
    public IReadOnlyList<(double Fraction, double Value)> Curve { get; }
}
