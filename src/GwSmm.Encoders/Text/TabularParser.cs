namespace GwSmm.Encoders;

/// <summary>Splits a text into rows and fields; see <see cref="TabularQuoting"/> for quotes. One pass; used once.</summary>
internal sealed class TabularParser(string path, string text, TabularOptions options)
{
    private const char Quote = '"';
    private readonly List<string> _fields = [];
    private int _position;
    private int _line = 1;

    /// <summary>Reads all rows, the header included; empty lines at the end are left out.</summary>
    /// <returns>The rows.</returns>
    /// <exception cref="GwSmmException">A quote is not closed, or text follows a closing quote where that is an error.</exception>
    public List<TabularRow> ReadAll()
    {
        var rows = new List<TabularRow>();
        var end = text.AsSpan().TrimEnd("\r\n").Length;
        while (_position < end)
        {
            rows.Add(ReadRow());
        }

        return rows;
    }

    private TabularRow ReadRow()
    {
        var line = _line;
        _fields.Clear();
        do
        {
            _fields.Add(ReadField());
        }
        while (Skip(options.Separator));

        if (_position < text.Length && text[_position] == '\r')
        {
            _position++;
        }

        if (Skip('\n'))
        {
            _line++;
        }

        return new TabularRow(line, [.. _fields]);
    }

    private bool Skip(char expected)
    {
        if (_position >= text.Length || text[_position] != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private string ReadField() => options.Quoting != TabularQuoting.None && _position < text.Length && text[_position] == Quote
        ? ReadQuoted()
        : ReadPlain();

    private string ReadPlain()
    {
        var start = _position;
        while (!IsFieldEnd(_position))
        {
            _position++;
        }

        return text[start.._position];
    }

    private string ReadQuoted()
    {
        var line = _line;
        var breaks = 0;
        for (var i = _position + 1; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                breaks++;
                if (options.Quoting == TabularQuoting.Automatic)
                {
                    break;
                }
            }
            else if (text[i] == Quote)
            {
                if (i + 1 < text.Length && text[i + 1] == Quote)
                {
                    i++;
                    continue;
                }

                if (IsFieldEnd(i + 1))
                {
                    var field = text[(_position + 1)..i].Replace("\"\"", "\"", StringComparison.Ordinal);
                    _position = i + 1;
                    _line += breaks;
                    return field;
                }

                return options.Quoting == TabularQuoting.Automatic
                    ? ReadPlain()
                    : throw new GwSmmException($"File '{path}', line {line + breaks}: text follows the closing quote of field {_fields.Count + 1}. Double the quotes inside quoted fields, or let quotes be text (quoting 'none' or 'automatic').");
            }
        }

        throw new GwSmmException($"File '{path}', line {line}: field {_fields.Count + 1} begins with a quote that is not closed{(options.Quoting == TabularQuoting.Automatic ? " on its line" : string.Empty)}. Close it, or let quotes be text (quoting 'none'), or allow line breaks in quoted fields (quoting 'rfc4180').");
    }

    private bool IsFieldEnd(int position) => position >= text.Length || text[position] == options.Separator || text[position] == '\n'
        || (text[position] == '\r' && (position + 1 == text.Length || text[position + 1] == '\n'));
}
