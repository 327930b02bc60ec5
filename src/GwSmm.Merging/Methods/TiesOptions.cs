namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="TiesMerge"/>.</summary>
public sealed record TiesOptions
{
    /// <summary>The share of each task vector that is kept, in (0, 1]. Default 0.2, the value recommended by Yadav et al.</summary>
    public double Density { get; init; } = 0.2;

    /// <summary>Factor of the merged task vector before it is added to the base, finite. Default 1.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Among which parameters the largest are kept. Default <see cref="TrimScope.WholeModel"/>.</summary>
    public TrimScope Scope { get; init; } = TrimScope.WholeModel;
}
