namespace GwSmm.MLNet;

/// <summary>Items that share an encoder.</summary>
/// <param name="Featurizer">The encoder.</param>
/// <param name="Heads">Their heads.</param>
internal sealed record ItemGroup(ITextFeaturizer Featurizer, IReadOnlyList<ItemHead> Heads);
