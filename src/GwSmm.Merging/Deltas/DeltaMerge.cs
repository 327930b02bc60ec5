using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>A shared encoder and what each item adds to it: the parts of a <see cref="MergedGroup"/>.</summary>
/// <param name="Shared">The shared encoder.</param>
/// <param name="Deltas">The deltas by item.</param>
public sealed record DeltaMerge(EncoderWeights Shared, IReadOnlyDictionary<string, EncoderDelta> Deltas);
