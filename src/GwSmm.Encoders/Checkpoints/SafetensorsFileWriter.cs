using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GwSmm.Encoders;

/// <summary>
/// Writes a safetensors file in single precision part by part, in any order and from any thread: to a temporary file beside it that
/// takes its name when it is complete. What is never written is 0.
/// </summary>
internal sealed class SafetensorsFileWriter : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly SafeFileHandle _handle;
    private readonly Dictionary<string, (long Offset, long Count)> _places = new(StringComparer.Ordinal);
    private bool _complete;

    /// <summary>Starts a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and shapes; names are unique.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>; null or empty for none.</param>
    /// <exception cref="GwSmmException">The file cannot be written, or the disk has not enough room.</exception>
    public SafetensorsFileWriter(string path, IEnumerable<(string Name, IReadOnlyList<int> Shape)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        _path = Path.GetFullPath(path);
        _temporary = $"{_path}.{Path.GetRandomFileName()}.tmp";
        var sorted = tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        var header = SafetensorsWriter.Header(sorted, metadata);
        var offset = (long)SafetensorsHeader.PrefixLength + header.Length;
        foreach (var (name, shape) in sorted)
        {
            var count = shape.Aggregate(1L, (product, size) => product * size);
            _places.Add(name, (offset, count));
            offset += count * sizeof(float);
        }

        Length = offset;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            _handle = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.RandomAccess, offset);
            var prefix = new byte[SafetensorsHeader.PrefixLength];
            BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
            RandomAccess.Write(_handle, prefix, 0);
            RandomAccess.Write(_handle, header, prefix.Length);
            RandomAccess.SetLength(_handle, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Dispose();
            throw Unwritable(exception);
        }
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>Writes a part of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="GwSmmException">They cannot be written.</exception>
    public void Write(string name, long start, ReadOnlySpan<float> values)
    {
        var (offset, count) = _places[name];
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, count - values.Length);
        try
        {
            RandomAccess.Write(_handle, BitConverter.IsLittleEndian ? MemoryMarshal.AsBytes(values) : Swapped(values), offset + (start * sizeof(float)));
        }
        catch (IOException exception)
        {
            throw Unwritable(exception);
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public void Complete()
    {
        try
        {
            RandomAccess.FlushToDisk(_handle);
            _handle.Dispose();
            File.Move(_temporary, _path, overwrite: true);
            _complete = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(exception);
        }
    }

    /// <summary>Removes an incomplete file.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        if (!_complete)
        {
            File.Delete(_temporary);
        }
    }

    private static byte[] Swapped(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }

    private GwSmmException Unwritable(Exception exception) =>
        new($"File '{_path}' cannot be written: {exception.Message} Choose a path that can be written, with enough free space.", exception);
}
