namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="ChatClientPlanner"/>.</summary>
public sealed record ChatPlannerOptions
{
    /// <summary>The smallest group, at least 1. Default 1.</summary>
    public int MinGroupSize { get; init; } = 1;

    /// <summary>The largest group, at least <see cref="MinGroupSize"/>. Default 3.</summary>
    public int MaxGroupSize { get; init; } = 3;

    /// <summary>How often the model is asked before its answers are refused, at least 1. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The temperature that is asked for; null leaves it to the model. Default 0.</summary>
    public float? Temperature { get; init; } = 0;

    /// <summary>What else the model should mind; null, the default, for nothing.</summary>
    public string? Instructions { get; init; }
}
