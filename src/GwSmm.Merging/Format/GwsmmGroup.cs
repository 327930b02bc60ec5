namespace GwSmm.Merging;

/// <summary>A group in the manifest of a <c>gwsmm</c> zip.</summary>
/// <param name="Items">The items.</param>
/// <param name="Reason">Why they share an encoder.</param>
/// <param name="Weights">The tensors of the encoder that no other group has.</param>
internal sealed record GwsmmGroup(IReadOnlyList<string> Items, string Reason, GwsmmEntry Weights)
{
    /// <summary>From version 2: the encoder's other tensors, by their names in <see cref="GwsmmManifest.Shared"/>; null for none.</summary>
    public IReadOnlyList<string>? Shared { get; init; }

    /// <summary>From version 2: the vectors that masks of the group refer to; null for none.</summary>
    public GwsmmEntry? Vectors { get; init; }

    /// <summary>From version 2: the deltas of items that have one, in the order of the items; null for none.</summary>
    public IReadOnlyList<GwsmmDelta>? Deltas { get; init; }
}
