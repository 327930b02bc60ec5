namespace GwSmm.Merging;

/// <summary>The delta of an item in the manifest of a <c>gwsmm</c> zip.</summary>
/// <param name="Item">The item.</param>
/// <param name="File">Its deltas in safetensors.</param>
internal sealed record GwsmmDelta(string Item, GwsmmEntry File);
