namespace Microsoft.ML.Data;

internal sealed class ConversionMapper : IRowToRowMapper
{
    private readonly ConvertedColumn[] _columns;

    public ConversionMapper(DataViewSchema inputSchema, ConvertedColumn[] columns)
    {
        InputSchema = inputSchema;
        _columns = columns;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (ConvertedColumn column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] active = ActiveColumns.Of(OutputSchema, dependingColumns);
        for (int i = 0; i < _columns.Length; i++)
            active[_columns[i].Source.Index] |= active[InputSchema.Count + i];
        return InputSchema.Where(c => active[c.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new Row(this, input, ActiveColumns.Of(OutputSchema, activeColumns));

    private sealed class Row(ConversionMapper mapper, DataViewRow input, bool[] active) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => mapper.OutputSchema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active[column.Index])
                throw new ArgumentOutOfRangeException(nameof(column), $"requested column '{column.Name}' is not active");
            if (column.Index < mapper.InputSchema.Count)
                return input.GetGetter<TValue>(mapper.InputSchema[column.Index]);
            ConvertedColumn converted = mapper._columns[column.Index - mapper.InputSchema.Count];
            Func<object> read = RawValues.CreateReader(input, converted.Source);
            return ActiveColumns.Cast<TValue>(RawValues.CreateGetter(converted.Type.RawType, () => converted.Convert(read())), column);
        }
    }
}
