using System.Buffers.Binary;
using System.Numerics.Tensors;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>Reads one two-dimensional tensor of a safetensors file.</summary>
internal static class SafetensorsMatrix
{
    private const string DefaultTensor = "features";

    /// <summary>Reads a tensor; 64-bit numbers keep their bits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor's name; null for the only one, or the one named <c>features</c>.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="GwSmmException">The file cannot be read; there is no such tensor; it is no matrix of finite numbers.</exception>
    public static FeatureMatrix Read(string path, string? tensor)
    {
        using var reader = SafetensorsReader.Open(path);
        var entry = Find(reader, tensor);
        var name = entry.Name;
        var values = string.Equals(entry.Dtype, "F64", StringComparison.Ordinal) ? ReadDoubles(path, entry) : ReadSingles(reader, name);
        var columns = (int)entry.Shape[1];
        var bad = Array.FindIndex(values, value => !double.IsFinite(value));
        return bad < 0
            ? new FeatureMatrix(values, (int)entry.Shape[0], columns)
            : throw new GwSmmException($"'{path}': the tensor '{name}', row {(bad / columns) + 1}, column {(bad % columns) + 1} is {values[bad]}; a finite number is expected. Check what made the file.");
    }

    /// <summary>Reads the shape of a tensor from the header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor's name, as for <see cref="Read"/>.</param>
    /// <returns>The numbers of rows and columns, at least 1.</returns>
    /// <exception cref="GwSmmException">The file cannot be read; there is no such tensor; it is no matrix.</exception>
    public static (int Rows, int Columns) ReadShape(string path, string? tensor)
    {
        using var reader = SafetensorsReader.Open(path);
        var entry = Find(reader, tensor);
        return ((int)entry.Shape[0], (int)entry.Shape[1]);
    }

    private static SafetensorsEntry Find(SafetensorsReader reader, string? tensor)
    {
        var name = tensor ?? Choose(reader);
        if (!reader.Entries.TryGetValue(name, out var entry))
        {
            throw new GwSmmException($"'{reader.Path}' has no tensor '{name}'. It has {Names(reader)}.");
        }

        if (entry.Shape.Count != 2 || entry.Shape.Any(size => size is < 1 or > int.MaxValue))
        {
            throw new GwSmmException($"'{reader.Path}': the tensor '{name}' has the shape [{string.Join(", ", entry.Shape)}]; expected 2 dimensions of at least 1: responses and features.");
        }

        return entry;
    }

    private static string Choose(SafetensorsReader reader) =>
        reader.Entries.Count == 1 ? reader.Entries.Keys.Single()
        : reader.Entries.ContainsKey(DefaultTensor) ? DefaultTensor
        : throw new GwSmmException($"'{reader.Path}' has {reader.Entries.Count} tensors and none is named '{DefaultTensor}'. Say which one: {reader.Path}:NAME. It has {Names(reader)}.");

    private static string Names(SafetensorsReader reader)
    {
        const int Most = 10;
        var names = reader.Entries.Keys.Order(StringComparer.Ordinal).Take(Most).Select(name => $"'{name}'");
        return reader.Entries.Count == 0 ? "none" : string.Join(", ", names) + (reader.Entries.Count > Most ? ", ..." : string.Empty);
    }

    private static double[] ReadSingles(SafetensorsReader reader, string name)
    {
        var tensor = reader.Read(name);
        var values = new double[tensor.Data.Length];
        TensorPrimitives.ConvertChecked<float, double>(tensor.Data, values);
        return values;
    }

    private static double[] ReadDoubles(string path, SafetensorsEntry entry)
    {
        if (entry.Count > Array.MaxLength)
        {
            throw new GwSmmException($"'{path}': the tensor '{entry.Name}' has {entry.Count} values; at most {Array.MaxLength} can be read.");
        }

        using var stream = File.OpenRead(path);
        stream.Position = entry.Offset;
        var values = new double[entry.Count];
        var row = new byte[entry.Shape[1] * sizeof(double)];
        for (var done = 0; done < values.Length;)
        {
            stream.ReadExactly(row);
            for (var k = 0; k < row.Length; k += sizeof(double))
            {
                values[done++] = BinaryPrimitives.ReadDoubleLittleEndian(row.AsSpan(k));
            }
        }

        return values;
    }
}
