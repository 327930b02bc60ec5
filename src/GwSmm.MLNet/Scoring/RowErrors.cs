namespace GwSmm.MLNet;

/// <summary>What can be wrong with a row.</summary>
internal static class RowErrors
{
    /// <summary>The text is empty.</summary>
    public static GwSmmException EmptyText(TextRow row) => new(
        $"{Name(row)} has an empty text. There is nothing to score: filter such rows out, or put a word such as 'blank' into them in training and scoring data alike.");

    /// <summary>The item is missing or has no head.</summary>
    public static GwSmmException UnknownItem(TextRow row, string itemColumn, IEnumerable<string> known) => new(
        row.Item is null
            ? $"{Name(row)} has no item: its column '{itemColumn}' is empty. Name one of the model's items: {string.Join(", ", known)}."
            : $"{Name(row)} has the item '{row.Item}' in column '{itemColumn}', which the model does not have. Its items: {string.Join(", ", known)}.");

    /// <summary>The row for a message.</summary>
    public static string Name(TextRow row) => Name(row.Position, row.Item);

    /// <summary>The row for a message, counted from 1.</summary>
    public static string Name(long position, string? item)
    {
        var name = position >= 0 ? $"Row {position + 1}" : "The row";
        return item is null ? name : $"{name} (item '{item}')";
    }
}
