namespace Microsoft.ML.Data;

// Some rows of a data view: each cursor asks a rule of its own whether a row stays (true), goes (false) or ends the data (null).
internal sealed class FilteredView(IDataView input, string[] columns, Func<DataViewRow, Func<bool?>> createRule) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        bool[] active = ActiveColumns.Of(Schema, columnsNeeded);
        DataViewRowCursor cursor = input.GetRowCursor(
            Schema.Where(c => active[c.Index] || (!c.IsHidden && columns.Contains(c.Name, StringComparer.Ordinal))));
        return new Cursor(cursor, active, createRule(cursor));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, bool[] active, Func<bool?> rule) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => input.Schema;

        public override bool MoveNext()
        {
            while (input.MoveNext() && rule() is { } stays)
            {
                if (!stays)
                    continue;
                _position++;
                return true;
            }

            _position = -1;
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            active[column.Index]
                ? input.GetGetter<TValue>(column)
                : throw new ArgumentOutOfRangeException(nameof(column), $"requested column '{column.Name}' is not active");

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
