using System.Buffers.Binary;

namespace GwSmm.Encoders;

/// <summary>Reads safetensors from a stream that need not seek, such as a zip entry; checked as by <see cref="SafetensorsReader"/>. Thread-safe.</summary>
public static class SafetensorsStreamReader
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads all tensors.</summary>
    /// <param name="stream">At the start of the safetensors; read to their end and left open.</param>
    /// <param name="length">Bytes of the safetensors.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <returns>The tensors in the order of their places, in single precision.</returns>
    /// <exception cref="GwSmmException">The data are truncated or malformed, or a dtype cannot be converted.</exception>
    public static IReadOnlyList<Tensor> Read(Stream stream, long length, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadAll(stream, length, source, ReadTensor).Tensors;
    }

    /// <summary>Reads all tensors as they stand in the file; see the other overload.</summary>
    /// <returns>The tensors by name, and the texts under <c>__metadata__</c>.</returns>
    internal static (IReadOnlyDictionary<string, RawTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) ReadRaw(Stream stream, long length, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (tensors, metadata) = ReadAll(stream, length, source, ReadBytes);
        return (tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal), metadata);
    }

    private static (IReadOnlyList<T> Tensors, IReadOnlyDictionary<string, string> Metadata) ReadAll<T>(Stream stream, long length, string source, Func<Stream, SafetensorsEntry, string, T> read)
    {
        try
        {
            if (length < SafetensorsHeader.PrefixLength)
            {
                throw new EndOfStreamException($"There are {length} bytes.");
            }

            Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
            stream.ReadExactly(prefix);
            var json = new byte[SafetensorsHeader.CheckLength(source, BinaryPrimitives.ReadUInt64LittleEndian(prefix), length)];
            stream.ReadExactly(json);
            var header = SafetensorsHeader.Parse(source, json, length);
            return ([.. header.Entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount).Select(entry => read(stream, entry, source))], header.Metadata);
        }
        catch (EndOfStreamException exception)
        {
            throw new GwSmmException($"Checkpoint '{source}' ends too early: {exception.Message} It is truncated; copy it again.", exception);
        }
    }

    private static RawTensor ReadBytes(Stream stream, SafetensorsEntry entry, string source)
    {
        if (entry.ByteCount > Array.MaxLength || entry.Shape.Any(size => size > int.MaxValue))
        {
            throw new GwSmmException($"Checkpoint '{source}': the tensor '{entry.Name}' has {entry.ByteCount} bytes; expected at most {Array.MaxLength}.");
        }

        var bytes = new byte[entry.ByteCount];
        stream.ReadExactly(bytes);
        return new RawTensor(entry.Name, entry.Dtype, [.. entry.Shape.Select(size => (int)size)], bytes);
    }

    private static Tensor ReadTensor(Stream stream, SafetensorsEntry entry, string source)
    {
        if (!SafetensorsDtype.IsConvertible(entry.Dtype) || entry.Count > Array.MaxLength || entry.Shape.Any(size => size > int.MaxValue))
        {
            throw new GwSmmException(
                $"Checkpoint '{source}': the tensor '{entry.Name}' has the dtype {entry.Dtype} and {entry.Count} values; expected {SafetensorsDtype.Convertible} and at most {Array.MaxLength} values.");
        }

        var values = new float[entry.Count];
        var size = SafetensorsDtype.Size(entry.Dtype);
        var buffer = new byte[ChunkBytes];
        for (var done = 0; done < values.Length;)
        {
            var count = Math.Min(values.Length - done, ChunkBytes / size);
            var bytes = buffer.AsSpan(0, count * size);
            stream.ReadExactly(bytes);
            SafetensorsDtype.ToSingle(entry.Dtype, bytes, values.AsSpan(done, count));
            done += count;
        }

        return new Tensor(entry.Name, [.. entry.Shape.Select(length => (int)length)], values);
    }
}
