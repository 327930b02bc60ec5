using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Which layers items keep, and their deltas: what a <see cref="MergedGroup"/> takes.</summary>
/// <param name="Layers">The decisions, lowest layer first.</param>
/// <param name="Deltas">The deltas by item.</param>
public sealed record LayerSharingResult(IReadOnlyList<LayerDecision> Layers, IReadOnlyDictionary<string, EncoderDelta> Deltas)
{
    /// <summary>Bytes of all deltas.</summary>
    public long ByteCount => Deltas.Values.Sum(delta => delta.ByteCount);
}
