namespace GwSmm.Merging;

/// <summary>A group in the manifest of a <c>gwsmm</c> zip.</summary>
/// <param name="Items">The items.</param>
/// <param name="Reason">Why they share an encoder.</param>
/// <param name="Weights">The encoder.</param>
internal sealed record GwsmmGroup(IReadOnlyList<string> Items, string Reason, GwsmmEntry Weights);
