using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace GwSmm.OptimalTransport;

/// <summary>A matrix of finite numbers as NumPy's <c>.npy</c> files hold it (NEP 1; format versions 1 to 3).</summary>
/// <param name="Values">The values [rows, columns], row-major.</param>
/// <param name="Rows">The number of rows, at least 1.</param>
/// <param name="Columns">The number of columns, at least 1.</param>
public sealed record NpyMatrix(double[] Values, int Rows, int Columns)
{
    private const int ChunkValues = 1 << 13;

    /// <summary>Reads a two-dimensional array of little-endian 16-, 32- or 64-bit floating-point numbers in C or Fortran order. The header is
    /// checked against the file before anything is allocated; nothing in the file is executed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="GwSmmException">The file is missing, unreadable, truncated or longer than its header says; it holds objects, another
    /// type, another byte order or another number of dimensions; a value is not finite. The message names file, row and column.</exception>
    public static NpyMatrix Read(string path) =>
        Open(path, (stream, header) => Read(stream, header, path));

    /// <summary>Reads the header alone, which is checked against the length of the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The numbers of rows and columns, at least 1.</returns>
    /// <exception cref="GwSmmException">As for <see cref="Read(string)"/>, but for the values.</exception>
    public static (int Rows, int Columns) ReadShape(string path) => Open(path, (_, header) => (header.Rows, header.Columns));

    /// <summary>Writes the matrix as <c>float64</c> in C order, format version 1, with the bytes that <c>numpy.save</c> writes. The file
    /// appears whole or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, stream =>
        {
            stream.Write(NpyHeader.ToBytes(Rows, Columns));
            var bytes = new byte[ChunkValues * sizeof(double)];
            for (var done = 0; done < Values.Length;)
            {
                var count = Math.Min(ChunkValues, Values.Length - done);
                for (var k = 0; k < count; k++)
                {
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), Values[done + k]);
                }

                stream.Write(bytes, 0, count * sizeof(double));
                done += count;
            }
        });
    }

    private static T Open<T>(string path, Func<FileStream, NpyHeader, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return read(stream, NpyHeader.Read(stream, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Cannot read the array '{path}': {error.Message}", error);
        }
    }

    private static NpyMatrix Read(FileStream stream, NpyHeader header, string path)
    {
        var values = new double[(long)header.Rows * header.Columns];
        var bytes = new byte[ChunkValues * header.ItemSize];
        for (var done = 0; done < values.Length;)
        {
            var count = Math.Min(ChunkValues, values.Length - done);
            stream.ReadExactly(bytes.AsSpan(0, count * header.ItemSize));
            Convert(bytes.AsSpan(0, count * header.ItemSize), header.ItemSize, values.AsSpan(done, count));
            done += count;
        }

        if (header.FortranOrder)
        {
            values = Transpose(values, header.Rows, header.Columns);
        }

        var bad = Array.FindIndex(values, value => !double.IsFinite(value));
        return bad < 0
            ? new NpyMatrix(values, header.Rows, header.Columns)
            : throw new GwSmmException($"The array '{path}', row {(bad / header.Columns) + 1}, column {(bad % header.Columns) + 1} is {values[bad]}; a finite number is expected. Check what made the file.");
    }

    private static void Convert(ReadOnlySpan<byte> bytes, int size, Span<double> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            for (var k = 0; k < values.Length; k++)
            {
                var item = bytes.Slice(k * size, size);
                values[k] = size switch
                {
                    sizeof(double) => BinaryPrimitives.ReadDoubleLittleEndian(item),
                    sizeof(float) => BinaryPrimitives.ReadSingleLittleEndian(item),
                    _ => (double)BinaryPrimitives.ReadHalfLittleEndian(item),
                };
            }

            return;
        }

        switch (size)
        {
            case sizeof(double):
                MemoryMarshal.Cast<byte, double>(bytes).CopyTo(values);
                break;
            case sizeof(float):
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, float>(bytes), values);
                break;
            default:
                TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
        }
    }

    private static double[] Transpose(double[] columnMajor, int rows, int columns)
    {
        var result = new double[columnMajor.Length];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
            {
                result[((long)i * columns) + j] = columnMajor[((long)j * rows) + i];
            }
        }

        return result;
    }
}
