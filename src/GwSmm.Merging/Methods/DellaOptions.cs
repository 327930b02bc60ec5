namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="DellaMerge"/>.</summary>
public sealed record DellaOptions
{
    /// <summary>The share of each task vector that is kept on average, in (0, 1]. Default 0.5.</summary>
    public double Density { get; init; } = 0.5;

    /// <summary>
    /// The probability of keeping the largest entry of a row less that of the smallest (epsilon in the paper), at least 0; density minus and
    /// plus half of it stay in (0, 1]. Default 0.2.
    /// </summary>
    public double Window { get; init; } = 0.2;

    /// <summary>Factor of the merged task vector before it is added to the base, finite. Default 1.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Whether a sign is elected and only entries of that sign are averaged, as published; if not, all are averaged. Default true.</summary>
    public bool ElectSigns { get; init; } = true;

    /// <summary>The seed of the masks, combined with <see cref="MergeInput.Seed"/> where that is not 0. Default 0.</summary>
    public ulong Seed { get; init; }
}
