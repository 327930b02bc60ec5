using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>
/// The header of a safetensors file: JSON that names every tensor, its type, shape and place. Everything is checked, so that a
/// damaged or hostile file costs no more memory than its own size.
/// Format: https://github.com/huggingface/safetensors#format.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes of the length that stands before the header.</summary>
    public const int PrefixLength = 8;

    /// <summary>The longest header that the format allows.</summary>
    public const long MaxLength = 100_000_000;

    private const string MetadataKey = "__metadata__";
    private const int MaxRank = 8;
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly long _dataStart;
    private readonly long _dataLength;

    private SafetensorsHeader(string path, long dataStart, long dataLength)
    {
        _path = path;
        _dataStart = dataStart;
        _dataLength = dataLength;
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>The texts under <c>__metadata__</c>; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Checks the length of a header before it is read.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="headerLength">The length that stands at the start of the file.</param>
    /// <param name="fileLength">Bytes of the file, at least <see cref="PrefixLength"/>.</param>
    /// <returns>The length.</returns>
    /// <exception cref="GwSmmException">The header would be longer than the file or than <see cref="MaxLength"/>.</exception>
    public static int CheckLength(string path, ulong headerLength, long fileLength)
    {
        if (headerLength > MaxLength)
        {
            throw Error(path, $"its header would have {headerLength} bytes, more than the {MaxLength} that the format allows. This is no safetensors file, or it is damaged");
        }

        if (headerLength > (ulong)(fileLength - PrefixLength))
        {
            throw Error(path, $"its header would have {headerLength} bytes, but only {fileLength - PrefixLength} follow. The file is truncated or damaged");
        }

        return (int)headerLength;
    }

    /// <summary>Parses and checks a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="json">The bytes of the header.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <returns>The header.</returns>
    /// <exception cref="GwSmmException">It is malformed or contradicts the file.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long fileLength)
    {
        var dataStart = PrefixLength + json.Length;
        var header = new SafetensorsHeader(path, dataStart, fileLength - dataStart);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            header.Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new GwSmmException(Text(path, $"its header is not valid JSON ({exception.Message.TrimEnd('.')})"), exception);
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json reports strings that are not valid Unicode this way.
            throw new GwSmmException(Text(path, $"its header is not valid JSON ({exception.Message.TrimEnd('.')})"), exception);
        }

        header.CheckPlaces();
        return header;
    }

    private static GwSmmException Error(string path, string found) => new(Text(path, found));

    private static string Text(string path, string found) => $"Checkpoint '{path}': {found}. Expected a complete safetensors file; copy or download it again.";

    private static bool IsSizes(JsonElement element, int maxCount, out long[] sizes)
    {
        sizes = [];
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > maxCount)
        {
            return false;
        }

        sizes = new long[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out sizes[i]) || sizes[i++] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Error(_path, "its header is no JSON object");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.NameEquals(MetadataKey))
            {
                ReadMetadata(property.Value);
            }
            else
            {
                var entry = ReadEntry(property.Name, property.Value);
                _entries.Add(entry.Name, entry);
            }
        }
    }

    private void ReadMetadata(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Error(_path, $"'{MetadataKey}' is no JSON object");
        }

        foreach (var property in element.EnumerateObject())
        {
            _metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw Error(_path, $"'{MetadataKey}' holds '{property.Name}', which is no text");
        }
    }

    private SafetensorsEntry ReadEntry(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("dtype", out var dtypeElement)
            || !element.TryGetProperty("shape", out var shapeElement) || !element.TryGetProperty("data_offsets", out var offsetsElement))
        {
            throw Error(_path, $"the tensor '{name}' lacks dtype, shape or data_offsets");
        }

        var dtype = dtypeElement.ValueKind == JsonValueKind.String ? dtypeElement.GetString()! : dtypeElement.GetRawText();
        if (SafetensorsDtype.Size(dtype) == 0)
        {
            throw Error(_path, $"the tensor '{name}' has the unknown dtype '{dtype}'");
        }

        if (!IsSizes(shapeElement, MaxRank, out var shape))
        {
            throw Error(_path, $"the tensor '{name}' has a shape that is no list of up to {MaxRank} sizes");
        }

        if (!IsSizes(offsetsElement, 2, out var offsets) || offsets.Length != 2 || offsets[1] < offsets[0])
        {
            throw Error(_path, $"the tensor '{name}' has data_offsets that are not [begin, end]");
        }

        if (offsets[1] > _dataLength)
        {
            throw Error(_path, $"the tensor '{name}' ends at byte {offsets[1]} of the data, but there are only {_dataLength}. The file is truncated or damaged");
        }

        if (offsets[1] - offsets[0] != ByteCount(name, dtype, shape))
        {
            throw Error(_path, $"the tensor '{name}' occupies {offsets[1] - offsets[0]} bytes, but {dtype} [{string.Join(", ", shape)}] needs {ByteCount(name, dtype, shape)}");
        }

        return new SafetensorsEntry(name, dtype, shape, _dataStart + offsets[0], offsets[1] - offsets[0]);
    }

    private long ByteCount(string name, string dtype, long[] shape)
    {
        // A size of 0 must not hide others whose product overflows.
        long bytes = SafetensorsDtype.Size(dtype);
        var isEmpty = false;
        foreach (var size in shape)
        {
            isEmpty |= size == 0;
            if (size > 0 && bytes > long.MaxValue / size)
            {
                throw Error(_path, $"the tensor '{name}' has the shape [{string.Join(", ", shape)}], which is too large");
            }

            bytes *= Math.Max(size, 1);
        }

        return isEmpty ? 0 : bytes;
    }

    private void CheckPlaces()
    {
        var expected = _dataStart;
        var previous = "the header";
        foreach (var entry in _entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount))
        {
            if (entry.Offset != expected)
            {
                throw Error(_path, entry.Offset < expected
                    ? $"the tensors '{previous}' and '{entry.Name}' overlap"
                    : $"{entry.Offset - expected} unused bytes stand before the tensor '{entry.Name}'");
            }

            expected += entry.ByteCount;
            previous = entry.Name;
        }

        if (expected != _dataStart + _dataLength)
        {
            throw Error(_path, $"{_dataStart + _dataLength - expected} unused bytes stand after the last tensor");
        }
    }
}
