namespace Microsoft.ML.Data;

internal abstract class ViewCursor(DataViewSchema schema, bool[] active) : DataViewRowCursor
{
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    public override bool MoveNext()
    {
        if (!MoveNextCore())
        {
            _position = -1;
            return false;
        }

        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new ArgumentOutOfRangeException(nameof(column), $"requested column '{column.Name}' is not active");
        return ActiveColumns.Cast<TValue>(CreateGetter(column.Index), column);
    }

    protected abstract bool MoveNextCore();

    protected abstract Delegate CreateGetter(int column);
}
