namespace GwSmm.MLNet;

/// <summary>The manifest of a <see cref="MultiHeadTransformer"/>.</summary>
internal sealed record MultiHeadManifest : StageManifest
{
    /// <summary>The items, in the order of their columns.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The slots of the routed score; null where there is none.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>What the merge did.</summary>
    public GwMergeReport? Report { get; init; }
}
