using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GwSmm.Numerics;
using Microsoft.Win32.SafeHandles;

namespace GwSmm.Encoders;

/// <summary>
/// Reads safetensors files: the header, checked whole before any tensor is read, and values where they are wanted, in single precision, without a
/// second copy of the file in memory: as copies (<see cref="Read(string, string?)"/>) or as they lie in the file (<see cref="Map"/>). Thread-safe
/// until disposed.
/// </summary>
public sealed class SafetensorsReader : ICheckpointFile
{
    private const int WindowBytes = 1 << 22;
    private readonly SafeFileHandle _handle;
    private readonly SafetensorsHeader _header;
    private readonly Lock _gate = new();
    private MappedFile? _map;

    private SafetensorsReader(string path, SafeFileHandle handle, SafetensorsHeader header)
    {
        Path = path;
        _handle = handle;
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
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length < SafetensorsHeader.PrefixLength)
            {
                throw new GwSmmException($"Checkpoint '{path}' has {length} bytes; a safetensors file has at least {SafetensorsHeader.PrefixLength}. It is truncated; copy or download it again.");
            }

            var reader = new SafetensorsReader(path, handle, ReadHeader(path, handle, length));
            handle = null;
            return reader;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(path, exception);
        }
        finally
        {
            handle?.Dispose();
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
        var (entry, shape) = Sized(name);
        var values = GC.AllocateUninitializedArray<float>((int)entry.Count);
        Read(entry, 0, values);
        return new Tensor(newName ?? name, shape, values);
    }

    /// <summary>
    /// Gives a tensor whose values are read from the mapped file whenever they are looked at, which costs neither time nor memory of its own; the
    /// processes of a machine share them. A copy as of <see cref="Read(string, string?)"/> where the dtype is not F32, values are not aligned, or
    /// the system does not map the file.
    /// </summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="newName">The name to give it; null keeps the name.</param>
    /// <returns>The tensor; valid after the reader is disposed, and copied where somebody asks for <see cref="Tensor.Data"/>.</returns>
    /// <remarks>While the tensor lives, the file must not be written to or shortened in place: a process that then looks at it ends. Replacing the
    /// file by another, as all writers of this library do, is safe, and is refused by Windows.</remarks>
    /// <exception cref="GwSmmException">As for <see cref="Read(string, string?)"/>, or the file became shorter.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public Tensor Map(string name, string? newName = null)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        var (entry, shape) = Sized(name);
        if (!IsInPlace(entry) || !MappedFile.IsAligned(entry.Offset) || Mapped() is not { } map)
        {
            return Read(name, newName);
        }

        if (map.Length < entry.Offset + (entry.Count * sizeof(float)))
        {
            throw Shortened(Path, map.Length);
        }

        return new Tensor(newName ?? name, shape, map.Floats(entry.Offset, (int)entry.Count));
    }

    /// <summary>Reads a part of a tensor. Nothing is allocated for values in single precision.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="values">Receives as many values as it has room for, in single precision.</param>
    /// <exception cref="GwSmmException">There is none of that name, its type is not F32, F16, BF16 or F64, or the file became shorter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has fewer values.</exception>
    /// <exception cref="ObjectDisposedException">The reader was disposed.</exception>
    public void Read(string name, long start, Span<float> values)
    {
        var entry = Readable(name);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, entry.Count - values.Length);
        Read(entry, start, values);
    }

    /// <summary>Releases the file.</summary>
    public void Dispose() => _handle.Dispose();

    private void Read(SafetensorsEntry entry, long start, Span<float> values)
    {
        var size = SafetensorsDtype.Size(entry.Dtype);
        var offset = entry.Offset + (start * size);
        var inPlace = IsInPlace(entry);
        var buffer = inPlace ? [] : ArrayPool<byte>.Shared.Rent((int)Math.Min((long)values.Length * size, WindowBytes));
        while (values.Length > 0)
        {
            // A tensor may have more bytes than a span.
            var part = values[..Math.Min(values.Length, WindowBytes / size)];
            var bytes = inPlace ? MemoryMarshal.AsBytes(part) : buffer.AsSpan(0, part.Length * size);
            ReadExactly(Path, _handle, offset, bytes);
            if (!inPlace)
            {
                SafetensorsDtype.ToSingle(entry.Dtype, bytes, part);
            }

            values = values[part.Length..];
            offset += bytes.Length;
        }

        if (!inPlace)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsInPlace(SafetensorsEntry entry) => string.Equals(entry.Dtype, "F32", StringComparison.Ordinal) && BitConverter.IsLittleEndian;

    private MappedFile? Mapped()
    {
        lock (_gate)
        {
            try
            {
                return _map ??= MappedFile.Open(_handle);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // Not every file system maps files; what cannot be read at all is found by reading.
                return null;
            }
        }
    }

    private (SafetensorsEntry Entry, int[] Shape) Sized(string name)
    {
        var entry = Readable(name);
        return entry.Count <= Array.MaxLength && entry.Shape.All(size => size <= int.MaxValue)
            ? (entry, [.. entry.Shape.Select(length => (int)length)])
            : throw new GwSmmException($"Checkpoint '{Path}': the tensor '{name}' has {entry.Count} values; at most {Array.MaxLength} can be read.");
    }

    private static SafetensorsHeader ReadHeader(string path, SafeFileHandle handle, long fileLength)
    {
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        ReadExactly(path, handle, 0, prefix);
        var json = new byte[SafetensorsHeader.CheckLength(path, BinaryPrimitives.ReadUInt64LittleEndian(prefix), fileLength)];
        ReadExactly(path, handle, SafetensorsHeader.PrefixLength, json);
        return SafetensorsHeader.Parse(path, json, fileLength);
    }

    private SafetensorsEntry Readable(string name)
    {
        if (!Entries.TryGetValue(name, out var entry))
        {
            throw new GwSmmException($"Checkpoint '{Path}' has no tensor '{name}'. It has {Entries.Count} others; check that it is the right file.");
        }

        if (!SafetensorsDtype.IsConvertible(entry.Dtype))
        {
            throw new GwSmmException($"Checkpoint '{Path}': the tensor '{name}' has the dtype {entry.Dtype}; expected {SafetensorsDtype.Convertible}. Convert the checkpoint to one of these.");
        }

        return entry;
    }

    private static void ReadExactly(string path, SafeFileHandle handle, long offset, Span<byte> target)
    {
        try
        {
            while (target.Length > 0)
            {
                var count = RandomAccess.Read(handle, target, offset);
                if (count == 0)
                {
                    throw Shortened(path, offset);
                }

                target = target[count..];
                offset += count;
            }
        }
        catch (IOException exception)
        {
            throw Unreadable(path, exception);
        }
    }

    private static GwSmmException Shortened(string path, long length) =>
        new($"Checkpoint '{path}' ends at byte {length}, before the end of what its header says: it was shortened while it was read. Copy or download it again.");

    private static GwSmmException Unreadable(string path, Exception exception) =>
        new($"Checkpoint '{path}' cannot be read: {exception.Message} Give the path of an existing, readable safetensors file.", exception);
}
