namespace GwSmm.Merging;

/// <summary>What was decided of one layer, and why.</summary>
/// <param name="Layer">0 for the embeddings, n for the n-th transformer layer.</param>
/// <param name="Distance">The mean over items of the distance between own and shared features of this layer.</param>
/// <param name="ByteCount">Bytes of the deltas of all items.</param>
/// <param name="KeptPerItem">Whether items keep the layer; else they use the shared one.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record LayerDecision(int Layer, double Distance, long ByteCount, bool KeptPerItem, string Reason);
