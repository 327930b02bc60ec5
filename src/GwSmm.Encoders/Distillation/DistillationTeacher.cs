namespace GwSmm.Encoders;

/// <summary>A fine-tuned model that a shared encoder learns from, and the responses that it is asked about.</summary>
/// <param name="Item">The item; unique among the teachers.</param>
/// <param name="Weights">The encoder; read only.</param>
/// <param name="Head">The head on its features; read only.</param>
/// <param name="Sequences">Token numbers of the item's own responses, at least two; no scores are needed.</param>
public sealed record DistillationTeacher(string Item, EncoderWeights Weights, ScoringHead Head, IReadOnlyList<int[]> Sequences);
