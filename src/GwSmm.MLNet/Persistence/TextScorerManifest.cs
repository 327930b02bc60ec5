using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>The manifest of a <see cref="TextScorerTransformer"/>.</summary>
internal sealed record TextScorerManifest : StageManifest
{
    /// <summary>The item.</summary>
    public string Item { get; init; } = string.Empty;

    /// <summary>The hash of the encoder that training started from.</summary>
    public string BaseHash { get; init; } = string.Empty;

    /// <summary>How it was trained.</summary>
    public TrainingSummary? Training { get; init; }
}
