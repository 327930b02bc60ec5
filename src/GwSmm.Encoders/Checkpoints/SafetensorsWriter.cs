using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>Writes safetensors files, in single precision where not said otherwise: tensors in ordinal order of their names, the header padded to 8 bytes.</summary>
public static class SafetensorsWriter
{
    private const int ChunkValues = 1 << 14;

    /// <summary>Writes a file as a whole or not at all. The same tensors and metadata give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors; names are unique.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>; null or empty for none.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A name occurs twice or is <c>__metadata__</c>.</exception>
    public static void Write(string path, IEnumerable<Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes to a stream; see the other overload.</summary>
    /// <param name="stream">A writable stream; left open.</param>
    /// <param name="tensors">The tensors; names are unique.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>; null or empty for none.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is <c>__metadata__</c>.</exception>
    public static void Write(Stream stream, IEnumerable<Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        Write(stream, [.. tensors.Select(tensor => new Part(tensor.Name, "F32", tensor.Shape, (long)tensor.Values.Length * sizeof(float), target => WriteValues(target, tensor)))], metadata);
    }

    /// <summary>Writes bytes as they are; see the other overloads.</summary>
    internal static void WriteRaw(Stream stream, IEnumerable<RawTensor> tensors, IReadOnlyDictionary<string, string>? metadata) =>
        Write(stream, [.. tensors.Select(tensor => new Part(tensor.Name, tensor.Dtype, tensor.Shape, tensor.Data.Length, target => target.Write(tensor.Data.Span)))], metadata);

    private static void Write(Stream stream, Part[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var sorted = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (string.Equals(sorted[i].Name, "__metadata__", StringComparison.Ordinal)
                || (i > 0 && string.Equals(sorted[i].Name, sorted[i - 1].Name, StringComparison.Ordinal)))
            {
                throw new ArgumentException($"The tensor name '{sorted[i].Name}' occurs twice or is reserved.", nameof(tensors));
            }
        }

        var header = Header([.. sorted.Select(tensor => (tensor.Name, tensor.Dtype, tensor.Shape, tensor.ByteCount))], metadata);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var tensor in sorted)
        {
            tensor.Write(stream);
        }
    }

    /// <summary>The header of a file in single precision, padded to 8 bytes.</summary>
    /// <param name="tensors">Names and shapes in the order of their places.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>; null or empty for none.</param>
    /// <returns>The bytes that follow the length.</returns>
    internal static byte[] Header(IEnumerable<(string Name, IReadOnlyList<int> Shape)> tensors, IReadOnlyDictionary<string, string>? metadata) => Header(
        [.. tensors.Select(tensor => (tensor.Name, "F32", tensor.Shape, tensor.Shape.Aggregate((long)sizeof(float), (product, size) => product * size)))], metadata);

    private static byte[] Header(IReadOnlyList<(string Name, string Dtype, IReadOnlyList<int> Shape, long Bytes)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var (name, dtype, shape, bytes) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", dtype);
                json.WriteStartArray("shape");
                foreach (var size in shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += bytes;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Spaces, so that the values start at a multiple of 8 bytes.
        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteValues(Stream stream, Tensor tensor)
    {
        WriteValues(stream, tensor.Values.Span);
        GC.KeepAlive(tensor);
    }

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            for (var start = 0; start < values.Length; start += ChunkValues)
            {
                stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkValues, values.Length - start))));
            }

            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private sealed record Part(string Name, string Dtype, IReadOnlyList<int> Shape, long ByteCount, Action<Stream> Write);
}
