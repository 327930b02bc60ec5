using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>
/// Scores rows with heads that share encoders: per item features, probabilities and prediction of any row, and, if wanted, the
/// probabilities and prediction of the head of the row's own item. Thread-safe.
/// </summary>
internal sealed class MultiHeadScorer : IRowScorer
{
    private const int ColumnsPerItem = 3;
    private readonly IReadOnlyList<ItemGroup> _groups;
    private readonly ItemHead[] _heads;
    private readonly int[] _groupOf;
    private readonly Dictionary<string, int> _indexOf;
    private readonly IReadOnlyList<string>? _classes;
    private readonly int[][] _routedSlots;
    private readonly Action<TextLosses, int> _reportLosses;

    /// <summary>Creates the scorer.</summary>
    /// <param name="groups">Encoders and heads.</param>
    /// <param name="items">The order of the items' columns.</param>
    /// <param name="textColumn">The column that holds the response.</param>
    /// <param name="itemColumn">The column that holds the item; null means no routed columns.</param>
    /// <param name="classes">Names of the slots of the routed score; null means no routed columns.</param>
    /// <param name="reportLosses">Receives what was lost in a pass and the length that texts were cut to.</param>
    public MultiHeadScorer(
        IReadOnlyList<ItemGroup> groups, IReadOnlyList<string> items, string textColumn, string? itemColumn, IReadOnlyList<string>? classes,
        Action<TextLosses, int> reportLosses)
    {
        _groups = groups;
        TextColumn = textColumn;
        ItemColumn = itemColumn;
        _classes = itemColumn is null ? null : classes;
        _reportLosses = reportLosses;
        _indexOf = items.Select((item, index) => (item, index)).ToDictionary(pair => pair.item, pair => pair.index, StringComparer.Ordinal);
        _groupOf = new int[items.Count];
        var heads = new ItemHead[items.Count];
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var head in groups[group].Heads)
            {
                heads[_indexOf[head.Item]] = head;
                _groupOf[_indexOf[head.Item]] = group;
            }
        }

        _heads = heads;
        _routedSlots = _classes is null ? [] : [.. heads.Select(head => head.SlotsIn(_classes))];
    }

    /// <inheritdoc/>
    public string TextColumn { get; }

    /// <inheritdoc/>
    public string? ItemColumn { get; }

    /// <inheritdoc/>
    public TextLosses Losses => _groups.Aggregate(default(TextLosses), (sum, group) => sum + group.Featurizer.Losses);

    /// <inheritdoc/>
    public IReadOnlyList<DataViewSchema.DetachedColumn> GetColumns(DataViewSchema input)
    {
        var setId = ScoreAnnotations.FreeSetId(input);
        var columns = new List<DataViewSchema.DetachedColumn>();
        for (var i = 0; i < _heads.Length; i++)
        {
            var head = _heads[i];
            var multiLabel = head.Head.Kind == HeadKind.MultiLabel;
            columns.Add(ScoreColumns.Features(head.Item, _groups[_groupOf[i]].Featurizer.FeatureCount));
            columns.Add(ScoreColumns.Scores(ScoreColumns.ScoreOf(head.Item), head.Classes, multiLabel, setId));
            columns.Add(ScoreColumns.Prediction(ScoreColumns.PredictedLabelOf(head.Item), head.Classes, multiLabel, setId));
            setId++;
        }

        if (_classes is not null)
        {
            var multiLabel = _heads[0].Head.Kind == HeadKind.MultiLabel;
            columns.Add(ScoreColumns.Scores(ScoreColumns.Score, _classes, multiLabel, setId));
            columns.Add(ScoreColumns.Prediction(ScoreColumns.PredictedLabel, _classes, multiLabel, setId));
        }

        return columns;
    }

    /// <inheritdoc/>
    public void Report(TextLosses losses) => _reportLosses(losses, _groups[0].Featurizer.MaxTokens);

    /// <inheritdoc/>
    public Array?[] Score(IReadOnlyList<TextRow> rows, bool[] active)
    {
        CheckTexts(rows);
        var values = new Array?[active.Length];
        var routed = _classes is not null && active.AsSpan(_heads.Length * ColumnsPerItem).Contains(true);
        var items = routed ? rows.Select(FindItem).ToArray() : [];
        var scores = routed ? new RoutedValues(_heads[0].Head.Kind, _classes!.Count, rows.Count) : null;
        for (var group = 0; group < _groups.Count; group++)
        {
            ScoreGroup(group, rows, items, active, values, scores);
        }

        if (scores is not null)
        {
            scores.AddTo(values, active, _heads.Length * ColumnsPerItem);
        }

        return values;
    }

    private static void CheckTexts(IReadOnlyList<TextRow> rows)
    {
        foreach (var row in rows)
        {
            if (string.IsNullOrWhiteSpace(row.Text))
            {
                throw RowErrors.EmptyText(row);
            }
        }
    }

    private int FindItem(TextRow row) => row.Item is not null && _indexOf.TryGetValue(row.Item, out var index)
        ? index
        : throw RowErrors.UnknownItem(row, ItemColumn!, _heads.Select(head => head.Item));

    private void ScoreGroup(int group, IReadOnlyList<TextRow> rows, int[] items, bool[] active, Array?[] values, RoutedValues? routed)
    {
        var isActive = Enumerable.Range(0, _heads.Length).Any(i => _groupOf[i] == group && active.AsSpan(i * ColumnsPerItem, ColumnsPerItem).Contains(true));
        int[] wanted = isActive ? [.. Enumerable.Range(0, rows.Count)] : [.. Enumerable.Range(0, items.Length).Where(row => _groupOf[items[row]] == group)];
        if (wanted.Length == 0)
        {
            return;
        }

        var featurizer = _groups[group].Featurizer;
        var features = new FeatureRows(featurizer.Encode([.. wanted.Select(row => rows[row].Text)]), featurizer.FeatureCount);
        VBuffer<float>[]? featureValues = null;
        for (var i = 0; i < _heads.Length; i++)
        {
            if (_groupOf[i] != group)
            {
                continue;
            }

            var wants = active.AsSpan(i * ColumnsPerItem, ColumnsPerItem);
            if (wants[0])
            {
                values[i * ColumnsPerItem] = featureValues ??= features.ToVectors();
            }

            if (wants[1] || wants[2])
            {
                var own = new RoutedValues(_heads[i].Head.Kind, _heads[i].Classes.Count, rows.Count);
                for (var row = 0; row < rows.Count; row++)
                {
                    own.Set(row, features[row], _heads[i].Head, _heads[i].Slots);
                }

                own.AddTo(values, active, (i * ColumnsPerItem) + 1);
            }
        }

        for (var k = 0; routed is not null && k < wanted.Length; k++)
        {
            var item = items[wanted[k]];
            if (_groupOf[item] == group)
            {
                routed.Set(wanted[k], features[k], _heads[item].Head, _routedSlots[item]);
            }
        }
    }
}
