using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GwSmm.OptimalTransport;

/// <summary>The header of a <c>.npy</c> file: a Python dictionary with the keys descr, fortran_order and shape. Format:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</summary>
/// <param name="ItemSize">Bytes of a value: 2, 4 or 8.</param>
/// <param name="FortranOrder">Whether columns stand one after another.</param>
/// <param name="Rows">The number of rows, at least 1.</param>
/// <param name="Columns">The number of columns, at least 1.</param>
internal sealed partial record NpyHeader(int ItemSize, bool FortranOrder, int Rows, int Columns)
{
    private const int Alignment = 64;
    private const int LongestHeader = 1 << 16;
    private const int PrefixLength = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header and checks it against the length of the file.</summary>
    /// <param name="stream">The file, at its start; left at the first value.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>The header.</returns>
    /// <exception cref="GwSmmException">The header is none, or one of an array that cannot be read here.</exception>
    public static NpyHeader Read(Stream stream, string path)
    {
        var prefix = new byte[PrefixLength + sizeof(uint)];
        var read = stream.ReadAtLeast(prefix.AsSpan(0, PrefixLength), PrefixLength, throwOnEndOfStream: false);
        if (read < PrefixLength || !prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw Error(path, "does not start as a .npy file does. Write it with numpy.save");
        }

        var version = prefix[Magic.Length];
        if (version is < 1 or > 3)
        {
            throw Error(path, $"has the format version {version}; versions 1 to 3 are known. Write it with numpy.save");
        }

        var lengthBytes = version == 1 ? sizeof(ushort) : sizeof(uint);
        if (stream.ReadAtLeast(prefix.AsSpan(PrefixLength, lengthBytes), lengthBytes, throwOnEndOfStream: false) < lengthBytes)
        {
            throw Truncated(path);
        }

        long length = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(PrefixLength));
        if (length > LongestHeader)
        {
            throw Error(path, $"has a header of {length} bytes; at most {LongestHeader} are expected. Write a plain array of numbers with numpy.save");
        }

        var bytes = new byte[length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Truncated(path);
        }

        var header = Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes), path);
        var expected = (long)header.Rows * header.Columns * header.ItemSize;
        var found = stream.Length - stream.Position;
        return found == expected
            ? header
            : throw Error(path, $"holds {found} bytes of values; {header.Rows} x {header.Columns} values of {header.ItemSize} bytes are {expected}. It is {(found < expected ? "truncated" : "longer than one array")}; write it again");
    }

    /// <summary>The header of a row-major matrix of 64-bit numbers.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <returns>Its bytes.</returns>
    public static byte[] ToBytes(int rows, int columns)
    {
        var dictionary = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        var fixedLength = PrefixLength + sizeof(ushort);
        var total = (fixedLength + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        (bytes[6], bytes[7], bytes[^1]) = (1, 0, (byte)'\n');
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(PrefixLength), (ushort)(total - fixedLength));
        Encoding.ASCII.GetBytes(dictionary, bytes.AsSpan(fixedLength));
        return bytes;
    }

    private static NpyHeader Parse(string text, string path)
    {
        var order = OrderPattern().Match(text);
        var shape = ShapePattern().Match(text);
        if (!order.Success || !shape.Success || !text.Contains("descr", StringComparison.Ordinal))
        {
            throw Error(path, "has a header without descr, fortran_order and shape. Write it with numpy.save");
        }

        var (rows, columns) = ReadShape(shape.Groups["value"].Value, path);
        return new NpyHeader(ReadType(text, path), string.Equals(order.Groups["value"].Value, "True", StringComparison.Ordinal), rows, columns);
    }

    private static int ReadType(string text, string path)
    {
        var type = TypePattern().Match(text);
        if (!type.Success)
        {
            throw Error(path, "is a structured array. Write one plain array of numbers with numpy.save");
        }

        var name = type.Groups["value"].Value;
        return name switch
        {
            "<f8" => sizeof(double),
            "<f4" => sizeof(float),
            "<f2" => 2,
            _ when name.Contains('O', StringComparison.Ordinal) => throw Error(path, "holds Python objects (a pickle), which are never loaded. Save a plain array of numbers: numpy.save(path, array.astype('<f8'))"),
            _ when name.StartsWith('>') => throw Error(path, $"is big-endian ({name}). Save it little-endian: numpy.save(path, array.astype('<f8'))"),
            _ => throw Error(path, $"has the type {name}; expected <f8, <f4 or <f2. Save it as numbers: numpy.save(path, array.astype('<f8'))"),
        };
    }

    private static (int Rows, int Columns) ReadShape(string text, string path)
    {
        string[] sizes = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sizes.Length != 2)
        {
            throw Error(path, $"has the shape ({text}), {sizes.Length} dimensions; expected 2: rows and columns. Reshape it");
        }

        return int.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && int.TryParse(sizes[1], NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            && rows > 0 && columns > 0 && (long)rows * columns <= Array.MaxLength
                ? (rows, columns)
                : throw Error(path, $"has the shape ({text}); expected at least 1 row and 1 column and at most {Array.MaxLength} values");
    }

    private static GwSmmException Truncated(string path) => Error(path, "ends within its header. It is truncated; write it again");

    private static GwSmmException Error(string path, string what) => new($"The array '{path}' {what}.");

    [GeneratedRegex("""["']descr["']\s*:\s*["'](?<value>[^"']*)["']""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypePattern();

    [GeneratedRegex("""["']fortran_order["']\s*:\s*(?<value>True|False)\b""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""["']shape["']\s*:\s*\((?<value>[0-9,\s]*)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShapePattern();
}
