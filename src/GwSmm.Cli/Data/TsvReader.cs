using System.Text;

namespace GwSmm.Cli;

/// <summary>
/// Reads tab-separated text strictly: UTF-8, one row a line, as many fields as the header has. A field in quotation marks may hold
/// tabs and doubled quotation marks; quotation marks elsewhere are text, and so is a leading one whose partner is not at the end of
/// the field (<c>"Invasive" means ...</c>).
/// </summary>
internal static class TsvReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GwSmmException">The file cannot be read or is no such table; the message names file and line.</exception>
    public static TsvTable Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Cannot read '{path}': {error.Message}", error);
        }

        return Parse(Decode(bytes, path), path);
    }

    private static string Decode(byte[] bytes, string path)
    {
        var content = bytes.AsSpan();
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException error)
        {
            var line = 1 + content[..Math.Clamp(error.Index, 0, content.Length)].Count((byte)'\n');
            throw new GwSmmException($"'{path}', line {line} is not valid UTF-8 (byte 0x{error.BytesUnknown?[0]:X2}). Save the file as UTF-8.", error);
        }
    }

    private static TsvTable Parse(string text, string path)
    {
        var lines = text.Split('\n');
        var count = lines.Length;
        while (count > 0 && lines[count - 1].AsSpan().TrimEnd('\r').IsEmpty)
        {
            count--;
        }

        if (count == 0)
        {
            throw new GwSmmException($"'{path}' is empty; expected a header and rows, separated by tabs.");
        }

        var columns = Fields(lines[0], path, 1, []).ToArray();
        CheckHeader(columns, path);
        var rows = new List<string[]>(count - 1);
        var numbers = new List<int>(count - 1);
        for (var i = 1; i < count; i++)
        {
            var fields = Fields(lines[i], path, i + 1, columns);
            if (fields.Count != columns.Length)
            {
                throw new GwSmmException($"'{path}', line {i + 1} has {fields.Count} fields; the header has {columns.Length} columns. Separate fields by one tab, and keep line breaks out of texts.");
            }

            rows.Add([.. fields]);
            numbers.Add(i + 1);
        }

        return rows.Count > 0
            ? new TsvTable(path, columns, rows, numbers)
            : throw new GwSmmException($"'{path}' has a header but no rows.");
    }

    private static void CheckHeader(string[] columns, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Length == 0)
            {
                throw new GwSmmException($"'{path}': column {i + 1} of the header has no name. Name every column.");
            }

            if (!seen.Add(columns[i]))
            {
                throw new GwSmmException($"'{path}': the header has the column '{columns[i]}' twice. Rename one of them.");
            }
        }
    }

    private static List<string> Fields(string rawLine, string path, int line, string[] columns)
    {
        var text = rawLine.EndsWith('\r') ? rawLine[..^1] : rawLine;
        var fields = new List<string>(columns.Length);
        var start = 0;
        while (start <= text.Length)
        {
            var end = text.IndexOf('\t', start);
            end = end < 0 ? text.Length : end;
            var field = text[start..end];
            if (field.StartsWith('"'))
            {
                var close = ClosingQuote(text, start);
                if (close < 0)
                {
                    var column = fields.Count < columns.Length ? $"column '{columns[fields.Count]}'" : $"field {fields.Count + 1}";
                    throw new GwSmmException($"'{path}', line {line}, {column} begins with a quotation mark that is never closed. Close it, or remove it.");
                }

                if (close + 1 == text.Length || text[close + 1] == '\t')
                {
                    end = close + 1;
                    field = text[(start + 1)..close].Replace("\"\"", "\"", StringComparison.Ordinal);
                }
            }

            fields.Add(field);
            start = end + 1;
        }

        return fields;
    }

    // The first quotation mark after the opening one that is not doubled.
    private static int ClosingQuote(string text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == '"')
            {
                i++;
                continue;
            }

            return i;
        }

        return -1;
    }
}
