namespace Microsoft.ML.Data;

internal sealed class EnumerableView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly TypedMember[] _members;

    public EnumerableView(IEnumerable<TRow> rows)
    {
        _rows = rows;
        _members = TypedMember.Of(typeof(TRow), written: false);
        var builder = new DataViewSchema.Builder();
        foreach (TypedMember member in _members)
            builder.AddColumn(member.Name, member.GetColumnType());
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows is ICollection<TRow> collection ? collection.Count : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(_rows.GetEnumerator(), _members, Schema, ActiveColumns.Of(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IEnumerator<TRow> rows, TypedMember[] members, DataViewSchema schema, bool[] active)
        : ViewCursor(schema, active)
    {
        protected override bool MoveNextCore() => rows.MoveNext();

        protected override Delegate CreateGetter(int column) => Schema[column].Type is KeyDataViewType key
            ? RawValues.CreateGetter(key.RawType, () => ToKey(members[column].Get(rows.Current), key))
            : TypedGetters.Create(members[column], () => rows.Current);

        // An object's keys count from zero, a column's from one; zero there is none.
        private static object ToKey(object value, KeyDataViewType key)
        {
            ulong number = Convert.ToUInt64(value);
            return Convert.ChangeType(number < key.Count ? number + 1 : 0, key.RawType);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
