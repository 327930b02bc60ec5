using System.Globalization;
using System.Text;

namespace GwSmm.OptimalTransport;

/// <summary>Reads and writes matrices as comma-separated numbers, one row a line, without header. Thread-safe.</summary>
public static class MatrixCsv
{
    /// <summary>Reads a matrix of finite numbers. Blank lines at the end and spaces around numbers are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="GwSmmException">The file is missing, unreadable or empty; a field is not a finite number; rows differ in
    /// length. The message names file, row and column, both from 1.</exception>
    public static CsvMatrix Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Cannot read the matrix '{path}': {exception.Message}", exception);
        }

        return Parse(lines, path);
    }

    /// <summary>Writes a matrix with 17 significant digits, so that reading it gives the same bits. The file appears whole or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public static void Write(string path, CsvMatrix matrix)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(matrix);
        var text = new StringBuilder();
        for (var i = 0; i < matrix.Rows; i++)
        {
            for (var j = 0; j < matrix.Columns; j++)
            {
                text.Append(j == 0 ? string.Empty : ",").Append(PrintfFormat.G17(matrix.Values[(i * matrix.Columns) + j]));
            }

            text.Append('\n');
        }

        WriteWhole(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static CsvMatrix Parse(string[] lines, string path)
    {
        var rows = lines.Length;
        while (rows > 0 && string.IsNullOrWhiteSpace(lines[rows - 1]))
        {
            rows--;
        }

        if (rows == 0)
        {
            throw new GwSmmException($"The matrix '{path}' is empty; at least one row of comma-separated numbers is expected.");
        }

        var columns = lines[0].AsSpan().Count(',') + 1;
        var values = new double[checked(rows * columns)];
        for (var i = 0; i < rows; i++)
        {
            var line = lines[i].AsSpan();
            var found = line.Count(',') + 1;
            if (found != columns)
            {
                throw new GwSmmException($"The matrix '{path}', row {i + 1} has {found} fields; row 1 has {columns}. Every row must have the same number.");
            }

            var j = 0;
            foreach (var range in line.Split(','))
            {
                values[(i * columns) + j] = ParseField(line[range], path, i, j);
                j++;
            }
        }

        return new CsvMatrix(values, rows, columns);
    }

    private static double ParseField(ReadOnlySpan<char> field, string path, int row, int column)
    {
        if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            var shown = field.Length > 40 ? string.Concat(field[..40], "...") : field.ToString();
            throw new GwSmmException(
                $"The matrix '{path}', row {row + 1}, column {column + 1} is '{shown.Trim()}'; a finite number is expected (no header, no names, a full stop as decimal mark).");
        }

        return value;
    }

    private static void WriteWhole(string path, byte[] content)
    {
        var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new GwSmmException($"Cannot write '{path}': {exception.Message} Choose a folder that exists and can be written.", exception);
        }
    }
}
