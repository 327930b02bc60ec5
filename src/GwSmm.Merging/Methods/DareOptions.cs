namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="DareMerge"/>.</summary>
public sealed record DareOptions
{
    /// <summary>The share of each task vector that is kept on average, in (0, 1]. Default 0.5. Yu et al. keep as few as 0.1 of large language models.</summary>
    public double Density { get; init; } = 0.5;

    /// <summary>Factor of the combined task vector before it is added to the base, finite. Default 1.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>How task vectors are combined. Default <see cref="DareCombination.Mean"/>.</summary>
    public DareCombination Combination { get; init; } = DareCombination.Mean;

    /// <summary>The seed of the masks, combined with <see cref="MergeInput.Seed"/> where that is not 0. Default 0.</summary>
    public ulong Seed { get; init; }
}
