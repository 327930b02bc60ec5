namespace GwSmm.Merging;

/// <summary>An item in <see cref="DirectoryGroup"/>.</summary>
/// <param name="Item">The item.</param>
/// <param name="Source">The directory of its model when it was merged.</param>
/// <param name="Sha256">The SHA-256 of that model's weights by file name.</param>
/// <param name="ChangeNorm">The norm of what fine-tuning added to the base; absent where the base is unknown.</param>
/// <param name="Head">Its head; absent where the model had none.</param>
internal sealed record DirectoryItem(string Item, string Source, IReadOnlyDictionary<string, string> Sha256, double? ChangeNorm, GwsmmItem? Head);
