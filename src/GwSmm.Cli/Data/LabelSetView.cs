using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.Cli;

/// <summary>Multi-label responses to one item as ML.NET data: Item, Text, and Label, a vector of flags whose slots have names.</summary>
/// <remarks>A class of rows cannot say at run time how many labels there are, nor what they are called.</remarks>
internal sealed class LabelSetView : IDataView
{
    private readonly ResponseSet _responses;

    /// <summary>Shows responses.</summary>
    /// <param name="responses">A multi-label set.</param>
    public LabelSetView(ResponseSet responses)
    {
        _responses = responses;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(nameof(ResponseRow.Item), TextDataViewType.Instance);
        builder.AddColumn(nameof(ResponseRow.Text), TextDataViewType.Instance);
        builder.AddColumn(nameof(ResponseRow.Label), new VectorDataViewType(BooleanDataViewType.Instance, responses.Labels.Count), SlotNames([.. responses.Labels.Select(label => label.AsMemory())]));
        Schema = builder.ToSchema();
    }

    /// <inheritdoc/>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <inheritdoc/>
    public long? GetRowCount() => _responses.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(_responses, Schema, columnsNeeded.Select(column => column.Index).ToHashSet());

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema.Annotations SlotNames(ReadOnlyMemory<char>[] names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> target) => Copy(names, ref target);
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Length), getter);
        return builder.ToAnnotations();
    }

    private static void Copy<T>(ReadOnlySpan<T> values, ref VBuffer<T> target)
    {
        var editor = VBufferEditor.Create(ref target, values.Length);
        values.CopyTo(editor.Values);
        target = editor.Commit();
    }

    private sealed class Cursor(ResponseSet responses, DataViewSchema schema, HashSet<int> active) : DataViewRowCursor
    {
        private int _row = -1;

        public override long Position => _row;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext() => _row < responses.Count && ++_row < responses.Count;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Name switch
            {
                nameof(ResponseRow.Item) => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = responses.Item.AsMemory()),
                nameof(ResponseRow.Text) => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = responses.Texts[_row].AsMemory()),
                _ => (ValueGetter<VBuffer<bool>>)((ref VBuffer<bool> value) => Copy<bool>(responses.Flags.AsSpan(_row * responses.Labels.Count, responses.Labels.Count), ref value)),
            };
            return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"The column '{column.Name}' has type {column.Type}, not {typeof(TValue)}.");
        }
    }
}
