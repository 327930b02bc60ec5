namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="IsoCMerge"/>.</summary>
public sealed record IsoCMergeOptions
{
    /// <summary>Factor of what is merged before it is added to the base, finite. Default 1; Marczak et al. choose it on validation data.</summary>
    public double Lambda { get; init; } = 1;
}
