using System.Text.Json;
using System.Text.Json.Serialization;

namespace GwSmm.Encoders;

/// <summary>
/// Deltas in safetensors: their arrays as they are (U8, F16, F32 and I32), and a description of each delta under <c>__metadata__</c>.
/// Vectors that masks refer to stand in a file of their own. The same deltas give the same bytes. Thread-safe.
/// </summary>
public static class EncoderDeltaFile
{
    private const string Key = "gwsmm.deltas";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes deltas.</summary>
    /// <param name="stream">Writable; left open.</param>
    /// <param name="delta">The deltas.</param>
    public static void Write(Stream stream, EncoderDelta delta)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(delta);
        var parts = new List<RawTensor>();
        DeltaRecord[] records = [.. delta.Tensors.Select(tensor => tensor.Describe(parts))];
        SafetensorsWriter.WriteRaw(stream, parts, new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = JsonSerializer.Serialize(records, Json) });
    }

    /// <summary>Reads deltas.</summary>
    /// <param name="stream">At the start of the file; read to its end and left open.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <param name="vectors">The vectors that masks may refer to; null for none.</param>
    /// <returns>The deltas.</returns>
    /// <exception cref="GwSmmException">The file is truncated or malformed, its parts do not fit, or a vector is missing.</exception>
    public static EncoderDelta Read(Stream stream, long length, string source, EncoderDelta? vectors = null)
    {
        var (parts, metadata) = SafetensorsStreamReader.ReadRaw(stream, length, source);
        try
        {
            var records = metadata.TryGetValue(Key, out var text) ? JsonSerializer.Deserialize<IReadOnlyList<DeltaRecord>>(text, Json) : null;
            if (records is null || records.Any(record => record is null))
            {
                throw new GwSmmException($"File '{source}' holds no deltas: it lacks '{Key}'. Give a file of deltas.");
            }

            return new EncoderDelta(new DeltaParts(source, parts, vectors).Join(records));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new GwSmmException($"File '{source}': its deltas cannot be read: {exception.Message} It is damaged; copy or write it again.", exception);
        }
    }
}
