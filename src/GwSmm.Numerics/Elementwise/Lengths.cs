namespace GwSmm.Numerics;

/// <summary>Checks of span lengths against shapes.</summary>
internal static class Lengths
{
    /// <summary>Demands an exact length.</summary>
    public static void Same(int expected, int actual, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"Expected {expected} elements, but {actual} were given.", name);
        }
    }

    /// <summary>Demands a matrix [rows, columns] without gaps.</summary>
    public static void Matrix(int rows, int columns, int actual, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (actual != (long)rows * columns)
        {
            throw new ArgumentException($"A [{rows}, {columns}] matrix has {(long)rows * columns} elements, but {actual} were given.", name);
        }
    }
}
