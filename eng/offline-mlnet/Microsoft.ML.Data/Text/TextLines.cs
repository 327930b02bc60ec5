using System.Text;

namespace Microsoft.ML.Data;

// Lines and fields of a text file, by ML.NET's rules.
internal static class TextLines
{
    public static IEnumerable<IReadOnlyList<string>> Read(string path, TextLoader.Options options)
    {
        using var reader = new StreamReader(path);
        bool first = true;
        long left = options.MaxRows ?? long.MaxValue;
        while (left > 0 && ReadLine(reader, options) is { } line)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || (first && line[0] == '#'))
                continue;
            bool header = first && options.HasHeader;
            first = false;
            if (header)
                continue;
            left--;
            yield return Split(line, options);
        }
    }

    // With ReadMultilines a line goes on while a quote is open.
    private static string ReadLine(StreamReader reader, TextLoader.Options options)
    {
        string line = reader.ReadLine();
        if (!options.ReadMultilines || !options.AllowQuoting)
            return line;
        while (line is not null && line.Count(c => c == '"') % 2 == 1 && reader.ReadLine() is { } more)
            line += "\n" + more;
        return line;
    }

    private static List<string> Split(string line, TextLoader.Options options)
    {
        var fields = new List<string>();
        bool skipSpaces = !options.Separators.Contains(' ');
        int at = 0;
        while (true)
        {
            while (skipSpaces && at < line.Length && line[at] == ' ')
                at++;
            if (options.AllowQuoting && at < line.Length && line[at] == '"')
            {
                fields.Add(ReadQuoted(line, ref at, options));
            }
            else
            {
                int end = line.AsSpan(at).IndexOfAny(options.Separators);
                end = end < 0 ? line.Length : at + end;
                string field = line[at..end];
                fields.Add(options.TrimWhitespace ? field.TrimEnd() : field);
                at = end;
            }

            if (at >= line.Length)
                return fields;
            at++;
        }
    }

    // A field whose quote is not closed, or followed by more text, is empty.
    private static string ReadQuoted(string line, ref int at, TextLoader.Options options)
    {
        var text = new StringBuilder();
        bool closed = false;
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                text.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append('"');
                at++;
            }
            else
            {
                closed = true;
                at++;
                break;
            }
        }

        bool clean = closed;
        for (; at < line.Length && !options.Separators.Contains(line[at]); at++)
            clean &= line[at] == ' ';
        return clean ? text.ToString() : "";
    }
}
