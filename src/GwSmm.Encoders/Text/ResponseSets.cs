namespace GwSmm.Encoders;

/// <summary>Makes the training sets of items from a table of responses.</summary>
public static class ResponseSets
{
    /// <summary>The fewest responses to an item that a scorer can be trained on.</summary>
    public const int MinimumRows = 8;

    /// <summary>Groups labelled responses by item.</summary>
    /// <param name="responses">Responses with labels.</param>
    /// <returns>One set per item, in the order of <see cref="LabelOrder"/>; rows keep their order.</returns>
    /// <exception cref="GwSmmException">An item has fewer than <see cref="MinimumRows"/> rows or only one class.</exception>
    /// <exception cref="ArgumentException">The responses have no labels.</exception>
    public static IReadOnlyList<ResponseSet> FromTable(ResponseTable responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        var labels = responses.Labels ?? throw new ArgumentException("The responses have no labels.", nameof(responses));
        var rows = Enumerable.Range(0, responses.Count).ToLookup(row => responses.Items[row], StringComparer.Ordinal);
        return [.. LabelOrder.Sort(rows.Select(group => group.Key)).Select(item => Set(responses, labels, item, [.. rows[item]]))];
    }

    private static ResponseSet Set(ResponseTable responses, IReadOnlyList<string> labels, string item, int[] rows)
    {
        if (rows.Length < MinimumRows)
        {
            throw new GwSmmException($"File '{responses.Source}': item '{item}' has {rows.Length} rows (the first on line {responses.Lines[rows[0]]}); training needs at least {MinimumRows}. Add responses or leave the item out.");
        }

        var set = ResponseSet.MultiClass(item, [.. rows.Select(row => responses.Texts[row])], [.. rows.Select(row => labels[row])]);
        return set.Labels.Count > 1
            ? set
            : throw new GwSmmException($"File '{responses.Source}': all {rows.Length} rows of item '{item}' have the label '{set.Labels[0]}'; training needs at least two classes. Add responses with other labels or leave the item out.");
    }
}
