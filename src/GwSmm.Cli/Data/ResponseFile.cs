using System.Security.Cryptography;
using GwSmm.Encoders;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>The responses of a tab-separated file.</summary>
internal sealed class ResponseFile
{
    private ResponseFile(TabularText text, ResponseTable responses, LabelSets? labels, string sha256)
    {
        Labels = labels;
        Text = text;
        Responses = responses;
        Sha256 = sha256;
        Rows =
        [
            .. Enumerable.Range(0, responses.Count).Select(i => new ResponseRow
            {
                Item = responses.Items[i],
                Text = responses.Texts[i],
                Label = responses.Labels?[i] ?? string.Empty,
            }),
        ];
        Items = ItemOrder.Sort(responses.Items.Distinct(StringComparer.Ordinal));
    }

    /// <summary>All columns of the file.</summary>
    public TabularText Text { get; }

    /// <summary>The responses with the lines they stand on.</summary>
    public ResponseTable Responses { get; }

    /// <summary>The labels of responses that may have several; null where each has one class, or none is needed.</summary>
    public LabelSets? Labels { get; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>The responses as ML.NET rows, in the order of the file.</summary>
    public IReadOnlyList<ResponseRow> Rows { get; }

    /// <summary>The items that occur, in ascending order.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="GwSmmException">The file is no such table, or a row lacks item, text or label.</exception>
    public static ResponseFile Read(string path, ResponseColumns columns)
    {
        var text = TabularText.Load(path);
        var responses = ResponseTable.FromTable(text, columns.Item, columns.Text, columns.IsMultiLabel ? null : columns.Label);
        return new ResponseFile(text, responses, columns.IsMultiLabel ? LabelSets.Read(text, responses, columns) : null, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    /// <summary>The responses to one item.</summary>
    /// <param name="item">The item.</param>
    public List<ResponseRow> RowsOf(string item) => [.. Rows.Where(row => string.Equals(row.Item, item, StringComparison.Ordinal))];
}
