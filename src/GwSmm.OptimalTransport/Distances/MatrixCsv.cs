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
        WholeFile.Write(path, stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: -1, leaveOpen: true);
            for (var i = 0; i < matrix.Rows; i++)
            {
                for (var j = 0; j < matrix.Columns; j++)
                {
                    text.Write(j == 0 ? string.Empty : ",");
                    text.Write(PrintfFormat.G17(matrix.Values[(i * matrix.Columns) + j]));
                }

                text.Write('\n');
            }
        });
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
}
