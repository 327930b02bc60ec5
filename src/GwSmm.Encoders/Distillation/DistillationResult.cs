namespace GwSmm.Encoders;

/// <summary>What a distillation gave. Equal input and options give equal results; it holds no clock times.</summary>
public sealed record DistillationResult
{
    /// <summary>The shared encoder; shares no array with its start or the teachers.</summary>
    public required EncoderWeights Weights { get; init; }

    /// <summary>A head by item on the shared encoder's features: the teacher's, after the item's linear map where there is one.</summary>
    public required IReadOnlyDictionary<string, ScoringHead> Heads { get; init; }

    /// <summary>The reports in order.</summary>
    public required IReadOnlyList<DistillationProgress> Trace { get; init; }
}
