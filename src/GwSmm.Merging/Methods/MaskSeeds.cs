namespace GwSmm.Merging;

/// <summary>The seeds of the random masks of a merge: one for each tensor and item.</summary>
internal sealed class MaskSeeds(ITensorSource source, ulong seed)
{
    private readonly Dictionary<string, ulong[]> _seeds = source.Tensors.ToDictionary(
        tensor => tensor.Name, tensor => source.Items.Select(item => PositionalRandom.SeedOf(seed, tensor.Name, item)).ToArray(), StringComparer.Ordinal);

    /// <summary>The seeds of a tensor [k].</summary>
    /// <param name="tensor">The tensor.</param>
    public ulong[] this[TensorInfo tensor] => _seeds[tensor.Name];
}
