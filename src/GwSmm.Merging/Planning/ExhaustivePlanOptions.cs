namespace GwSmm.Merging;

/// <summary>Which plans <see cref="ExhaustivePlans"/> looks at.</summary>
public sealed record ExhaustivePlanOptions
{
    /// <summary>The smallest group, at least 1. Default 1.</summary>
    public int MinGroupSize { get; init; } = 1;

    /// <summary>The largest group, at least <see cref="MinGroupSize"/>. Default 3.</summary>
    public int MaxGroupSize { get; init; } = 3;

    /// <summary>The number of groups, at least 1; null, the default, for any.</summary>
    public int? Groups { get; init; }

    /// <summary>The most plans to look at; more are refused. Default 1,000,000.</summary>
    public long MaxPlans { get; init; } = 1_000_000;

    /// <summary>How many of the best plans are returned, at least 1. Default 10.</summary>
    public int Keep { get; init; } = 10;
}
