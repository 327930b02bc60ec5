namespace GwSmm.Encoders;

/// <summary>Responses to any items, in the order of a file, with or without labels. Immutable; thread-safe.</summary>
public sealed class ResponseTable
{
    private ResponseTable(string source, string[] items, string[] texts, string[]? labels, int[] lines)
    {
        Source = source;
        Items = items;
        Texts = texts;
        Labels = labels;
        Lines = lines;
    }

    /// <summary>The file, for messages.</summary>
    public string Source { get; }

    /// <summary>The item of each response [n], without surrounding spaces.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>The responses [n], as they stand in the file.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The label of each response [n], without surrounding spaces; null where none were asked for.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>The line of each response [n] in the file, from 1.</summary>
    public IReadOnlyList<int> Lines { get; }

    /// <summary>The number of responses.</summary>
    public int Count => Items.Count;

    /// <summary>Takes the columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="itemColumn">The column of item names.</param>
    /// <param name="textColumn">The column of responses.</param>
    /// <param name="labelColumn">The column of labels; null for responses that are yet to be scored.</param>
    /// <returns>The responses, at least one.</returns>
    /// <exception cref="GwSmmException">A column is missing, there is no row, or an item, a text or a label is empty; the message names the line.</exception>
    public static ResponseTable FromTable(TabularText table, string itemColumn, string textColumn, string? labelColumn = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var items = table.Column(itemColumn).Select(item => item.Trim()).ToArray();
        var texts = table.Column(textColumn).ToArray();
        var labels = labelColumn is null ? null : table.Column(labelColumn).Select(label => label.Trim()).ToArray();
        if (items.Length == 0)
        {
            throw new GwSmmException($"File '{table.Path}' has a header but no rows. Add responses.");
        }

        for (var row = 0; row < items.Length; row++)
        {
            if (items[row].Length == 0)
            {
                throw new GwSmmException($"File '{table.Path}', line {table.LineOf(row)}: the item in column '{itemColumn}' is empty. Fill it in or remove the row.");
            }

            if (string.IsNullOrWhiteSpace(texts[row]))
            {
                throw new GwSmmException($"File '{table.Path}', line {table.LineOf(row)}, item '{items[row]}': the text in column '{textColumn}' is empty. Remove the row; what an empty response is worth needs no model.");
            }

            if (labels is not null && labels[row].Length == 0)
            {
                throw new GwSmmException($"File '{table.Path}', line {table.LineOf(row)}, item '{items[row]}': the label in column '{labelColumn}' is missing. Fill it in or remove the row.");
            }
        }

        return new ResponseTable(table.Path, items, texts, labels, [.. Enumerable.Range(0, items.Length).Select(table.LineOf)]);
    }

    /// <summary>Checks that a model can score these responses and that their labels can be compared with its classes.</summary>
    /// <param name="classes">The classes of every item that the model knows.</param>
    /// <exception cref="GwSmmException">A response belongs to an unknown item, or its label is no class of its item; the message names the line.</exception>
    public void RequireKnown(IReadOnlyDictionary<string, IReadOnlyList<string>> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        for (var row = 0; row < Count; row++)
        {
            if (!classes.TryGetValue(Items[row], out var known))
            {
                throw new GwSmmException($"File '{Source}', line {Lines[row]}: the item '{Items[row]}' is unknown. The model scores: {string.Join(", ", LabelOrder.Sort(classes.Keys))}. Remove the row or train the item.");
            }

            if (Labels is not null && !known.Contains(Labels[row], StringComparer.Ordinal))
            {
                throw new GwSmmException($"File '{Source}', line {Lines[row]}, item '{Items[row]}': the label '{Labels[row]}' does not occur in training. The item's labels are: {string.Join(", ", known)}. Correct the label or train with it.");
            }
        }
    }
}
