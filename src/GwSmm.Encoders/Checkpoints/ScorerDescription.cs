namespace GwSmm.Encoders;

/// <summary>What the directory of a scoring model says beside its weights.</summary>
public sealed record ScorerDescription
{
    /// <summary>The item it scores; null where that was not saved.</summary>
    public string? Item { get; init; }

    /// <summary>What the head reads.</summary>
    public required FeatureOptions Features { get; init; }

    /// <summary>The head with its thresholds; null where the directory holds an encoder alone.</summary>
    public ScoringHead? Head { get; init; }

    /// <summary>The <see cref="BaseEncoder.Hash"/> of the encoder it started from; empty where unknown.</summary>
    public string BaseHash { get; init; } = string.Empty;

    /// <summary>How it was trained; null where unknown.</summary>
    public TrainingSummary? Training { get; init; }
}
