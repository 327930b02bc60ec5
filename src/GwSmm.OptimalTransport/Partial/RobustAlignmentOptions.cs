namespace GwSmm.OptimalTransport;

/// <summary>How much of each cloud may be outliers.</summary>
public sealed record RobustAlignmentOptions
{
    /// <summary>The bound of the trimmed fractions: from a third on, the guarantees of the estimator end.</summary>
    public const double Breakdown = 1.0 / 3;

    /// <summary>The fraction to be trimmed from each side, at least 0 and below <see cref="Breakdown"/>; null, the default, to choose it.
    /// Outliers mixed into whole clouds at rate eps ask for eps; outliers that replaced points ask for 2 eps, as the points they replaced
    /// on one side have lost their partners on the other.</summary>
    public double? Fraction { get; init; }

    /// <summary>The fractions among which one is chosen, from 0 upwards, each below <see cref="Breakdown"/>; 0, 0.025, ... 0.3 by default.</summary>
    public IReadOnlyList<double> Candidates { get; init; } = [.. Enumerable.Range(0, 13).Select(k => k / 40.0)];

    /// <summary>How many times steeper the curve must be before the chosen fraction than after it, above 1; 10 by default. If it is nowhere, nothing
    /// is trimmed.</summary>
    public double ElbowRatio { get; init; } = 10;

    /// <summary>When each solve stops, and the lower bounds of the chosen one; its mass is not used.</summary>
    public PartialGromovWassersteinOptions Partial { get; init; } = new();
}
