namespace GwSmm.MLNet;

/// <summary>What a model sees of one row.</summary>
/// <param name="Position">Zero-based position in its data view; negative where there is none.</param>
/// <param name="Item">The item that the row answers; null where the model does not read it or the value is missing.</param>
/// <param name="Text">The response.</param>
internal readonly record struct TextRow(long Position, string? Item, string Text);
