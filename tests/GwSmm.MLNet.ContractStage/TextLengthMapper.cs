using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractStage;

/// <summary>Binds a <see cref="TextLengthTransformer"/> to a schema.</summary>
internal sealed class TextLengthMapper : IRowToRowMapper
{
    private readonly TextLengthTransformer _transformer;

    public TextLengthMapper(TextLengthTransformer transformer, DataViewSchema inputSchema)
    {
        _transformer = transformer;
        InputSchema = inputSchema;
        Text = inputSchema["Text"];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn("Length", NumberDataViewType.Single);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column Text { get; }

    public DataViewSchema.Column Length => OutputSchema[InputSchema.Count];

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var active = new HashSet<int>(dependingColumns.Select(c => c.Index));
        if (active.Contains(Length.Index))
            active.Add(Text.Index);
        return InputSchema.Where(c => active.Contains(c.Index));
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new TextLengthRow(input, this, activeColumns.Any(c => c.Index == Length.Index));

    public Delegate CreateLengthGetter(DataViewRow input)
    {
        ValueGetter<ReadOnlyMemory<char>> getText = input.GetGetter<ReadOnlyMemory<char>>(Text);
        ReadOnlyMemory<char> text = default;
        return (ValueGetter<float>)((ref float value) =>
        {
            getText(ref text);
            value = text.Length * _transformer.Factor;
        });
    }
}
