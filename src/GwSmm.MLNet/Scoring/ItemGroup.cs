namespace GwSmm.MLNet;

/// <summary>Items that share a pass through an encoder.</summary>
/// <param name="Featurizer">The encoder.</param>
/// <param name="Heads">Their heads.</param>
internal sealed record ItemGroup(ITextFeaturizer Featurizer, IReadOnlyList<ItemHead> Heads);
