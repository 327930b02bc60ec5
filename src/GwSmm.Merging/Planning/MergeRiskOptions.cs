namespace GwSmm.Merging;

/// <summary>How much each sign of a bad merge counts in <see cref="MergeRisk"/>; each at least 0.</summary>
public sealed record MergeRiskOptions
{
    /// <summary>The weight of <see cref="TaskVectorGeometry.Displacement"/>. Default 1.</summary>
    public double Displacement { get; init; } = 1;

    /// <summary>The weight of 1 - CKA. Default 1.</summary>
    public double Cka { get; init; } = 1;

    /// <summary>The weight of the Gromov-Wasserstein value, divided by the largest one of all pairs. Default 1.</summary>
    public double GromovWasserstein { get; init; } = 1;
}
