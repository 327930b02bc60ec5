using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Reads labelled responses from a data view, in one pass.</summary>
internal static class ResponseReader
{
    /// <summary>Reads the responses.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="wanted">The items to read; null means all.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="GwSmmException">
    /// A column is missing or of the wrong type, a wanted item has no rows, or a row of a wanted item lacks text or label.
    /// </exception>
    public static ResponseTable Read(IDataView data, DataColumns columns, IReadOnlyCollection<string>? wanted, CancellationToken cancellation)
    {
        var text = InputColumns.Text(data.Schema, columns.Text);
        var item = InputColumns.Cell(data.Schema, columns.Item, "item");
        var label = InputColumns.Label(data.Schema, columns.Label);
        var items = new Dictionary<string, ItemRows>(StringComparer.Ordinal);
        var order = new List<string>();
        var others = new SortedSet<string>(StringComparer.Ordinal);
        using (var cursor = data.GetRowCursor([text, item, label]))
        {
            var getText = cursor.GetGetter<ReadOnlyMemory<char>>(text);
            var readItem = CellText.CreateReader(cursor, item);
            var readLabel = CreateLabelReader(cursor, label);
            ReadOnlyMemory<char> value = default;
            while (cursor.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                var name = readItem();
                if (name is null && wanted is null)
                {
                    throw new GwSmmException($"{RowErrors.Name(cursor.Position, null)} has no item: its column '{columns.Item}' is empty. Fill it in, or take the row out.");
                }

                if (name is null || wanted?.Contains(name, StringComparer.Ordinal) == false)
                {
                    others.Add(name ?? "(none)");
                    continue;
                }

                getText(ref value);
                if (value.Span.IsWhiteSpace())
                {
                    throw RowErrors.EmptyText(new TextRow(cursor.Position, name, string.Empty));
                }

                if (!items.TryGetValue(name, out var rows))
                {
                    items.Add(name, rows = new ItemRows());
                    order.Add(name);
                }

                rows.Texts.Add(value.ToString());
                if (!readLabel(rows))
                {
                    throw new GwSmmException($"{RowErrors.Name(cursor.Position, name)} has no label: its column '{columns.Label}' is empty or holds no known value. Fill it in, or take the row out of the training data.");
                }
            }
        }

        if (wanted?.FirstOrDefault(name => !items.ContainsKey(name)) is { } missing)
        {
            throw new GwSmmException($"Column '{columns.Item}' has no row of item '{missing}'. The data has the items: {Shorten(others.Concat(order))}.");
        }

        if (order.Count == 0)
        {
            throw new GwSmmException("The training data has no rows.");
        }

        var flagNames = label.Type is VectorDataViewType vector ? LabelSpace.SlotNames(label, vector.Size) : null;
        var sets = order.ToDictionary(name => name, name => items[name].ToResponseSet(name, flagNames), StringComparer.Ordinal);
        return new ResponseTable(order, sets, LabelSpace.Of(label));
    }

    private static Func<ItemRows, bool> CreateLabelReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is not VectorDataViewType)
        {
            var read = CellText.CreateReader(row, label);
            return rows =>
            {
                var value = read();
                rows.Labels.Add(value ?? string.Empty);
                return value is not null;
            };
        }

        var getter = row.GetGetter<VBuffer<bool>>(label);
        VBuffer<bool> flags = default;
        return rows =>
        {
            getter(ref flags);
            rows.Flags.AddRange(flags.DenseValues());
            return true;
        };
    }

    private static string Shorten(IEnumerable<string> names)
    {
        var list = names.Take(21).ToArray();
        return string.Join(", ", list.Take(20)) + (list.Length > 20 ? " and more" : string.Empty);
    }

    private sealed class ItemRows
    {
        public List<string> Texts { get; } = [];

        public List<string> Labels { get; } = [];

        public List<bool> Flags { get; } = [];

        public ResponseSet ToResponseSet(string item, IReadOnlyList<string>? flagNames) => flagNames is null
            ? ResponseSet.MultiClass(item, Texts, Labels)
            : ResponseSet.MultiLabel(item, Texts, flagNames, [.. Flags]);
    }
}
