namespace GwSmm.Encoders;

/// <summary>
/// A table from a text file with a header: strict UTF-8 (a byte order mark may stand in front), lines ending in LF or CR LF, tab
/// between fields unless asked otherwise. Immutable; thread-safe.
/// </summary>
public sealed class TabularText
{
    private readonly Dictionary<string, int> _index;
    private readonly List<TabularRow> _rows;

    private TabularText(string path, string[] columns, List<TabularRow> rows, Dictionary<string, int> index)
    {
        Path = path;
        Columns = columns;
        _rows = rows;
        _index = index;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Names of the columns, in the order of the file.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows, the header not counted.</summary>
    public int Count => _rows.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Separator and quotes; null for the defaults.</param>
    /// <returns>The table; it may have no rows.</returns>
    /// <exception cref="GwSmmException">
    /// The file cannot be read, is not UTF-8, is empty, has a column without name or twice, a row with too many or too few fields,
    /// or a quote that is not closed. The message names the line.
    /// </exception>
    public static TabularText Load(string path, TabularOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var rows = new TabularParser(path, Utf8Lines.ReadText(path), options ?? new TabularOptions()).ReadAll();
        if (rows.Count == 0)
        {
            throw new GwSmmException($"File '{path}' is empty; expected a header line with the names of the columns.");
        }

        var columns = Array.ConvertAll(rows[0].Fields, name => name.Trim());
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Length == 0)
            {
                throw new GwSmmException($"File '{path}', line {rows[0].Line}: column {i + 1} of the header has no name. Give every column a name.");
            }

            if (!index.TryAdd(columns[i], i))
            {
                throw new GwSmmException($"File '{path}', line {rows[0].Line}: the header has the column '{columns[i]}' twice, as number {index[columns[i]] + 1} and {i + 1}. Rename or remove one of them.");
            }
        }

        rows.RemoveAt(0);
        var ragged = rows.Find(row => row.Fields.Length != columns.Length);
        return ragged is null
            ? new TabularText(path, columns, rows, index)
            : throw new GwSmmException($"File '{path}', line {ragged.Line}: the row has {ragged.Fields.Length} fields, the header {columns.Length}. Remove stray separators or line breaks, or quote fields that hold them.");
    }

    /// <summary>Whether there is a column.</summary>
    /// <param name="name">The exact name.</param>
    /// <returns>Whether there is.</returns>
    public bool HasColumn(string name) => _index.ContainsKey(name);

    /// <summary>The fields of a column.</summary>
    /// <param name="name">The exact name.</param>
    /// <returns>One text per row.</returns>
    /// <exception cref="GwSmmException">There is no such column; the message lists those that there are.</exception>
    public IReadOnlyList<string> Column(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _index.TryGetValue(name, out var column)
            ? _rows.ConvertAll(row => row.Fields[column])
            : throw new GwSmmException($"File '{Path}' has no column '{name}'. Its columns are: {string.Join(", ", Columns)}. Name one of these.");
    }

    /// <summary>Where a row begins in the file.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The number of the line, from 1.</returns>
    public int LineOf(int row) => _rows[row].Line;
}
