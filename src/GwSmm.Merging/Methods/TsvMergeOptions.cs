namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="TsvMerge"/>.</summary>
public sealed record TsvMergeOptions
{
    /// <summary>Factor of what is merged before it is added to the base, finite. Default 1, as published.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>The share of the singular vectors of each task matrix that is kept, in (0, 1]; null, the default, keeps one k-th for k encoders, as published.</summary>
    public double? RankShare { get; init; }
}
