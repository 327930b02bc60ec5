using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>The labels of responses that may have several, or none.</summary>
internal sealed class LabelSets
{
    private readonly ResponseTable _responses;
    private readonly IReadOnlySet<string>[] _rows;
    private readonly Dictionary<string, string[]> _names;
    private readonly bool _areColumns;

    private LabelSets(ResponseTable responses, IReadOnlySet<string>[] rows, Dictionary<string, string[]> names, bool areColumns)
    {
        _responses = responses;
        _rows = rows;
        _names = names;
        _areColumns = areColumns;
    }

    /// <summary>Reads the labels.</summary>
    /// <param name="table">The table.</param>
    /// <param name="responses">Its responses.</param>
    /// <param name="columns">Where the labels are.</param>
    /// <exception cref="GwSmmException">A column is missing, or a field holds no labels; the message names line, item and column.</exception>
    public static LabelSets Read(TabularText table, ResponseTable responses, ResponseColumns columns) => columns.Labels is { } names
        ? OfColumns(table, responses, names)
        : OfLists(table, responses, columns.Label!, columns.LabelSeparator!);

    /// <summary>The responses to train on, by item.</summary>
    /// <exception cref="GwSmmException">An item has too few responses, or no label that some have and some have not.</exception>
    public Dictionary<string, ResponseSet> Training()
    {
        var sets = Sets(item => _names[item]);
        foreach (var (item, set) in sets)
        {
            if (set.Count < ResponseSets.MinimumRows)
            {
                throw new GwSmmException($"File '{_responses.Source}': item '{item}' has {set.Count} rows; training needs at least {ResponseSets.MinimumRows}. Add responses or leave the item out.");
            }

            if (!Enumerable.Range(0, set.Labels.Count).Any(label => Varies(set, label)))
            {
                throw new GwSmmException($"File '{_responses.Source}': all {set.Count} rows of item '{item}' have the same labels; training needs a label that some responses have and others have not. Add responses with other labels or leave the item out.");
            }
        }

        return sets;
    }

    /// <summary>The responses to test with, by item, with the labels of the training responses.</summary>
    /// <param name="training">The training responses of all items that occur here.</param>
    /// <exception cref="GwSmmException">A response has a label that its item has not in training, or an item lacks a label column that it has there.</exception>
    public Dictionary<string, ResponseSet> Testing(IReadOnlyDictionary<string, ResponseSet> training)
    {
        for (var row = 0; row < _rows.Length; row++)
        {
            var (item, known) = (_responses.Items[row], training[_responses.Items[row]].Labels);
            if (_rows[row].FirstOrDefault(label => !known.Contains(label, StringComparer.Ordinal)) is { } unknown)
            {
                throw new GwSmmException($"File '{_responses.Source}', line {_responses.Lines[row]}, item '{item}': the label '{unknown}' does not occur in training. The item's labels are: {string.Join(", ", known)}. Correct the label or train with it.");
            }

            if (_areColumns && known.Except(_names[item], StringComparer.Ordinal).FirstOrDefault() is { } empty)
            {
                throw new GwSmmException($"File '{_responses.Source}', line {_responses.Lines[row]}, item '{item}': the label column '{empty}' is empty, but the item has it in training. Write 0 or 1.");
            }
        }

        return Sets(item => training[item].Labels);
    }

    private static bool Varies(ResponseSet set, int label)
    {
        var positives = Enumerable.Range(0, set.Count).Count(row => set.Flags[(row * set.Labels.Count) + label]);
        return positives > 0 && positives < set.Count;
    }

    // A column that is empty in all rows of an item is no label of that item.
    private static LabelSets OfColumns(TabularText table, ResponseTable responses, IReadOnlyList<string> columns)
    {
        var rows = Enumerable.Range(0, responses.Count).Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        var names = responses.Items.Distinct(StringComparer.Ordinal).ToDictionary(item => item, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var fields = table.Column(column);
            var filled = new Dictionary<string, (bool Filled, int Line)>(StringComparer.Ordinal);
            for (var row = 0; row < responses.Count; row++)
            {
                var (item, field) = (responses.Items[row], fields[row].Trim());
                var (first, line) = filled.TryGetValue(item, out var seen) ? seen : filled[item] = (field.Length > 0, responses.Lines[row]);
                if (first != field.Length > 0)
                {
                    throw new GwSmmException($"File '{responses.Source}', line {responses.Lines[row]}, item '{item}': the label column '{column}' is {(first ? "empty" : $"'{field}'")}, but on line {line} of the same item it is {(first ? "not" : "empty")}. Write 0 or 1 in all rows of the item, or nothing in any of them.");
                }

                if (IsSet(responses, row, column, field))
                {
                    rows[row].Add(column);
                }
            }

            foreach (var item in filled.Where(item => item.Value.Filled))
            {
                names[item.Key].Add(column);
            }
        }

        return names.FirstOrDefault(item => item.Value.Count == 0).Key is { } bare
            ? throw new GwSmmException($"File '{responses.Source}': item '{bare}' has nothing in the label columns {string.Join(", ", columns)}. Write 0 or 1 in those that are labels of the item.")
            : new LabelSets(responses, rows, names.ToDictionary(item => item.Key, item => item.Value.ToArray(), StringComparer.Ordinal), areColumns: true);
    }

    private static bool IsSet(ResponseTable responses, int row, string column, string field) => field switch
    {
        "1" => true,
        "0" or "" => false,
        _ when bool.TryParse(field, out var value) => value,
        _ => throw new GwSmmException($"File '{responses.Source}', line {responses.Lines[row]}, item '{responses.Items[row]}': the label column '{column}' is '{field}'; expected 0 or 1."),
    };

    private static LabelSets OfLists(TabularText table, ResponseTable responses, string column, string separator)
    {
        var fields = table.Column(column);
        var rows = new IReadOnlySet<string>[responses.Count];
        for (var row = 0; row < rows.Length; row++)
        {
            var field = fields[row].Trim();
            string[] labels = field.Length == 0 ? [] : [.. field.Split(separator).Select(label => label.Trim())];
            var set = labels.ToHashSet(StringComparer.Ordinal);
            rows[row] = set.Count == labels.Length && !set.Contains(string.Empty)
                ? set
                : throw new GwSmmException($"File '{responses.Source}', line {responses.Lines[row]}, item '{responses.Items[row]}': the labels '{field}' in column '{column}' have an empty one or one twice. Write each label once, with '{separator}' between them, and nothing where there is none.");
        }

        var names = Enumerable.Range(0, rows.Length).GroupBy(row => responses.Items[row], StringComparer.Ordinal)
            .ToDictionary(item => item.Key, item => LabelOrder.Sort(item.SelectMany(row => rows[row]).Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);
        return new LabelSets(responses, rows, names, areColumns: false);
    }

    private Dictionary<string, ResponseSet> Sets(Func<string, IReadOnlyList<string>> labels) => Enumerable.Range(0, _responses.Count)
        .GroupBy(row => _responses.Items[row], StringComparer.Ordinal)
        .ToDictionary(item => item.Key, item => Set(item.Key, labels(item.Key), [.. item]), StringComparer.Ordinal);

    private ResponseSet Set(string item, IReadOnlyList<string> labels, int[] rows) => ResponseSet.MultiLabel(
        item, [.. rows.Select(row => _responses.Texts[row])], labels, [.. rows.SelectMany(row => labels.Select(label => _rows[row].Contains(label)))]);
}
