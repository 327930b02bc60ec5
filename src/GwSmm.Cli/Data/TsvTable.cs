namespace GwSmm.Cli;

/// <summary>A tab-separated file with a header.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Columns">The names in the header, distinct.</param>
/// <param name="Rows">The rows; each has one field per column.</param>
/// <param name="Lines">The line of each row in the file, from 1.</param>
internal sealed record TsvTable(string Path, IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, IReadOnlyList<int> Lines)
{
    /// <summary>The position of a column.</summary>
    /// <param name="name">Its name in the header.</param>
    /// <param name="option">The option that named it, for the message.</param>
    /// <exception cref="GwSmmException">There is no such column.</exception>
    public int IndexOf(string name, string option)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new GwSmmException($"'{Path}' has no column '{name}' ({option}); its columns are {string.Join(", ", Columns)}. Name one of these.");
    }
}
