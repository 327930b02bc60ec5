namespace GwSmm.OptimalTransport;

/// <summary>
/// Named things and the distance between each two. Symmetric, at least 0, zero on the diagonal. Immutable by convention;
/// thread-safe.
/// </summary>
public sealed class DistanceMatrix
{
    // Other tools print rounded numbers and tiny negative zeros: what is this small beside the largest entry is noise.
    private const double Tolerance = 1e-9;

    private readonly Dictionary<string, int> _index;

    /// <summary>Creates a matrix from given distances.</summary>
    /// <param name="names">The names [k], distinct and not empty.</param>
    /// <param name="values">The distances [k, k], row-major; copied. What differs from symmetric, non-negative or a zero diagonal
    /// by at most 1e-9 of the largest entry is put right.</param>
    /// <exception cref="GwSmmException">Names repeat, are empty or do not fit; the matrix is not square, not symmetric, negative,
    /// not finite, or its diagonal is not zero.</exception>
    public DistanceMatrix(IReadOnlyList<string> names, double[] values)
        : this(names, values, "The distance matrix")
    {
    }

    private DistanceMatrix(IReadOnlyList<string> names, double[] values, string place)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        _index = CheckNames(names, place);
        Names = [.. names];
        if (values.LongLength != (long)names.Count * names.Count)
        {
            throw new GwSmmException($"{place} has {values.LongLength} values; {names.Count} names need {(long)names.Count * names.Count}. Give one name for each row.");
        }

        Values = CheckValues(values, Names, place);
    }

    /// <summary>The names [k].</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of names k.</summary>
    public int Count => Names.Count;

    /// <summary>The distances [k, k], row-major.</summary>
    public double[] Values { get; }

    /// <summary>The distance between two positions.</summary>
    /// <param name="i">The first position, from 0.</param>
    /// <param name="j">The second position, from 0.</param>
    public double this[int i, int j]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)Count, nameof(i));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)Count, nameof(j));
            return Values[(i * Count) + j];
        }
    }

    /// <summary>The distance between two names.</summary>
    /// <param name="first">The first name.</param>
    /// <param name="second">The second name.</param>
    /// <exception cref="GwSmmException">A name is not in the matrix.</exception>
    public double this[string first, string second] => Values[(IndexOf(first) * Count) + IndexOf(second)];

    /// <summary>Reads distances from comma-separated numbers without header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of the rows; null for 1, 2, 3, ...</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is no distance matrix, or the names do not fit; the message names
    /// file, row and column, both from 1.</exception>
    public static DistanceMatrix ReadCsv(string path, IReadOnlyList<string>? names = null)
    {
        var matrix = MatrixCsv.Read(path);
        var place = $"The distance matrix '{path}'";
        if (matrix.Rows != matrix.Columns)
        {
            throw new GwSmmException($"{place} has {matrix.Rows} rows and {matrix.Columns} columns; it must be square.");
        }

        names ??= [.. Enumerable.Range(1, matrix.Rows).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        if (names.Count != matrix.Rows)
        {
            throw new GwSmmException($"{place} has {matrix.Rows} rows, but {names.Count} names were given. Give one name for each row.");
        }

        return new DistanceMatrix(names, matrix.Values, place);
    }

    /// <summary>Writes the distances as comma-separated numbers, one row a line, without header, as <c>%.17g</c> prints them.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public void WriteCsv(string path) => MatrixCsv.Write(path, new CsvMatrix(Values, Count, Count));

    /// <summary>The position of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Its position, from 0.</returns>
    /// <exception cref="GwSmmException">The name is not in the matrix.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _index.TryGetValue(name, out var index)
            ? index
            : throw new GwSmmException($"'{name}' is not in the distance matrix, which has {string.Join(", ", Names)}. Use one of these names.");
    }

    internal static Dictionary<string, int> CheckNames(IReadOnlyList<string> names, string place)
    {
        if (names.Count == 0)
        {
            throw new GwSmmException($"{place} has no names; at least one is needed.");
        }

        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
            {
                throw new GwSmmException($"{place}: name {i + 1} is empty. Name every row.");
            }

            if (!index.TryAdd(names[i], i))
            {
                throw new GwSmmException($"{place}: '{names[i]}' names both row {index[names[i]] + 1} and row {i + 1}. Names must be distinct.");
            }
        }

        return index;
    }

    private static double[] CheckValues(double[] values, IReadOnlyList<string> names, string place)
    {
        var count = names.Count;
        string At(int i, int j) => $"{place}, row {i + 1} ('{names[i]}'), column {j + 1} ('{names[j]}')";
        var largest = 0.0;
        for (var k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                throw new GwSmmException($"{At(k / count, k % count)} is {values[k]}; distances must be finite numbers.");
            }

            largest = Math.Max(largest, Math.Abs(values[k]));
        }

        var noise = Tolerance * largest;
        var result = new double[values.Length];
        for (var i = 0; i < count; i++)
        {
            if (Math.Abs(values[(i * count) + i]) > noise)
            {
                throw new GwSmmException($"{At(i, i)} is {values[(i * count) + i]}; the distance of a thing to itself must be 0. Is this a similarity matrix?");
            }

            for (var j = i + 1; j < count; j++)
            {
                var upper = values[(i * count) + j];
                var lower = values[(j * count) + i];
                if (Math.Min(upper, lower) < -noise)
                {
                    throw new GwSmmException($"{(upper <= lower ? At(i, j) : At(j, i))} is {Math.Min(upper, lower)}; distances must not be negative.");
                }

                if (Math.Abs(upper - lower) > noise)
                {
                    throw new GwSmmException($"{At(i, j)} is {upper}, but row {j + 1}, column {i + 1} is {lower}; a distance matrix must be symmetric.");
                }

                var value = upper == lower ? upper : 0.5 * (upper + lower);
                result[(i * count) + j] = result[(j * count) + i] = Math.Max(0, value);
            }
        }

        return result;
    }
}
