using System.Security.Cryptography;
using GwSmm.Encoders;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>The responses of a tab-separated file.</summary>
internal sealed class ResponseFile
{
    private ResponseFile(TsvTable table, string sha256, IReadOnlyList<ResponseRow> rows)
    {
        Table = table;
        Sha256 = sha256;
        Rows = rows;
        Items = ItemOrder.Sort(rows.Select(row => row.Item).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The file as it is.</summary>
    public TsvTable Table { get; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>The responses, in the order of the file.</summary>
    public IReadOnlyList<ResponseRow> Rows { get; }

    /// <summary>The items that occur, in ascending order.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="GwSmmException">The file is no such table, or a row lacks item, text or label.</exception>
    public static ResponseFile Read(string path, ResponseColumns columns)
    {
        var table = TsvReader.Read(path);
        var item = table.IndexOf(columns.Item, "--item");
        var text = table.IndexOf(columns.Text, "--text");
        var label = columns.Label is null ? -1 : table.IndexOf(columns.Label, columns.LabelOption);
        var rows = new List<ResponseRow>(table.Rows.Count);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var fields = table.Rows[i];
            var row = new ResponseRow
            {
                Item = Filled(table, i, item, null),
                Text = Filled(table, i, text, fields[item]),
                Label = label < 0 ? string.Empty : Filled(table, i, label, fields[item]),
            };
            rows.Add(row);
        }

        return new ResponseFile(table, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), rows);
    }

    /// <summary>The responses to one item with their scores.</summary>
    /// <param name="item">The item.</param>
    public ResponseSet ResponsesTo(string item)
    {
        var rows = Rows.Where(row => string.Equals(row.Item, item, StringComparison.Ordinal)).ToList();
        return ResponseSet.MultiClass(item, [.. rows.Select(row => row.Text)], [.. rows.Select(row => row.Label)]);
    }

    private static string Filled(TsvTable table, int row, int column, string? item)
    {
        var value = table.Rows[row][column];
        if (!string.IsNullOrWhiteSpace(value))
        {
            return value;
        }

        var owner = item is null ? string.Empty : $", item '{item}'";
        throw new GwSmmException($"'{table.Path}', line {table.Lines[row]}{owner}: column '{table.Columns[column]}' is empty. Fill it in, or take the row out.");
    }
}
