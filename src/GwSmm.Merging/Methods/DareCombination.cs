namespace GwSmm.Merging;

/// <summary>How task vectors are combined after <see cref="DareMerge"/> has dropped entries of them.</summary>
public enum DareCombination
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The election of signs and disjoint mean of TIES, without its trimming.</summary>
    Ties,
}
