using System.IO.MemoryMappedFiles;

namespace GwSmm.Encoders;

/// <summary>
/// Reads safetensors files through a memory map. The header is checked whole before any tensor is read; values are converted to
/// single precision. Thread-safe until disposed.
/// </summary>
public sealed class SafetensorsReader : ICheckpointFile
{
    private const int ChunkBytes = 1 << 16;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;

    private SafetensorsReader(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, SafetensorsHeader header)
    {
        Path = path;
        _file = file;
        _view = view;
        _header = header;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _header.Entries;

    /// <inheritdoc/>
    IEnumerable<string> ICheckpointFile.Names => _header.Entries.Keys;

    /// <summary>The texts under <c>__metadata__</c>; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader; dispose it to release the file.</returns>
    /// <exception cref="GwSmmException">The file cannot be read, is truncated, or its header is malformed or contradicts it.</exception>
    public static SafetensorsReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            var length = new FileInfo(path).Length;
            if (length < SafetensorsHeader.PrefixLength)
            {
                throw new GwSmmException($"Checkpoint '{path}' has {length} bytes; a safetensors file has at least {SafetensorsHeader.PrefixLength}. It is truncated; copy or download it again.");
            }

            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var headerLength = SafetensorsHeader.CheckLength(path, view.ReadUInt64(0), length);
            var json = new byte[headerLength];
            view.SafeMemoryMappedViewHandle.ReadSpan<byte>(SafetensorsHeader.PrefixLength, json);
            var reader = new SafetensorsReader(path, file, view, SafetensorsHeader.Parse(path, json, length));
            file = null;
            view = null;
            return reader;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GwSmmException($"Checkpoint '{path}' cannot be read: {exception.Message} Give the path of an existing, readable safetensors file.", exception);
        }
        finally
        {
            view?.Dispose();
            file?.Dispose();
        }
    }

    /// <inheritdoc/>
    IReadOnlyList<long> ICheckpointFile.Shape(string name) => _header.Entries[name].Shape;

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="newName">The name to give it; null keeps the name.</param>
    /// <returns>A copy in single precision.</returns>
    /// <exception cref="GwSmmException">There is none of that name, or its type is not F32, F16, BF16 or F64, or it is too large for an array.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public Tensor Read(string name, string? newName = null)
    {
        if (!Entries.TryGetValue(name, out var entry))
        {
            throw new GwSmmException($"Checkpoint '{Path}' has no tensor '{name}'. It has {Entries.Count} others; check that it is the right file.");
        }

        if (!SafetensorsDtype.IsConvertible(entry.Dtype))
        {
            throw new GwSmmException($"Checkpoint '{Path}': the tensor '{name}' has the dtype {entry.Dtype}; expected {SafetensorsDtype.Convertible}. Convert the checkpoint to one of these.");
        }

        if (entry.Count > Array.MaxLength || entry.Shape.Any(size => size > int.MaxValue))
        {
            throw new GwSmmException($"Checkpoint '{Path}': the tensor '{name}' has {entry.Count} values; at most {Array.MaxLength} can be read.");
        }

        var values = GC.AllocateUninitializedArray<float>((int)entry.Count);
        var size = SafetensorsDtype.Size(entry.Dtype);
        var buffer = new byte[ChunkBytes];
        for (var done = 0; done < values.Length;)
        {
            var count = Math.Min(values.Length - done, ChunkBytes / size);
            var bytes = buffer.AsSpan(0, count * size);
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(entry.Offset + ((long)done * size)), bytes);
            SafetensorsDtype.ToSingle(entry.Dtype, bytes, values.AsSpan(done, count));
            done += count;
        }

        return new Tensor(newName ?? name, [.. entry.Shape.Select(length => (int)length)], values);
    }

    /// <summary>Releases the file.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
