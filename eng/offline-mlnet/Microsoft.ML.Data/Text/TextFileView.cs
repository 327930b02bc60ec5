namespace Microsoft.ML.Data;

internal sealed class TextFileView : IDataView
{
    private readonly string _path;
    private readonly TextLoader.Options _options;
    private readonly TextColumn[] _columns;

    public TextFileView(string path, TextLoader.Options options, TextColumn[] columns)
    {
        if (!File.Exists(path))
            throw new ArgumentOutOfRangeException(nameof(path), $"File or directory does not exist at path: {path}");
        _path = path;
        _options = options;
        _columns = columns;
        var builder = new DataViewSchema.Builder();
        foreach (TextColumn column in columns)
            builder.AddColumn(column.Name, column.Type);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(TextLines.Read(_path, _options).GetEnumerator(), _columns, Schema, ActiveColumns.Of(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IEnumerator<IReadOnlyList<string>> lines, TextColumn[] columns, DataViewSchema schema, bool[] active)
        : ViewCursor(schema, active)
    {
        protected override bool MoveNextCore() => lines.MoveNext();

        protected override Delegate CreateGetter(int column) => columns[column].CreateGetter(() => lines.Current);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                lines.Dispose();
            base.Dispose(disposing);
        }
    }
}
