using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace GwSmm.Numerics;

/// <summary>
/// A file in the address space of the process, to be read only: pages come from the cache of the system when they are looked at, and processes
/// share them. The map lasts as long as anybody holds it or memory that it gave; who shortens the file meanwhile makes the process end. Thread-safe.
/// </summary>
internal sealed unsafe class MappedFile
{
    private readonly MemoryMappedViewAccessor _view;

    private MappedFile(MemoryMappedViewAccessor view, long length)
    {
        _view = view;
        Length = length;
    }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte; valid while this object is reachable.</summary>
    internal byte* Start => (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + _view.PointerOffset;

    /// <summary>Maps a file.</summary>
    /// <param name="handle">The file, open for reading; may be closed afterwards.</param>
    /// <returns>The map.</returns>
    /// <exception cref="IOException">The system does not map it, or it is empty.</exception>
    public static MappedFile Open(SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        if (length == 0)
        {
            throw new IOException("An empty file cannot be mapped.");
        }

        using var file = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    /// <summary>Whether numbers can be read where they lie.</summary>
    /// <param name="offset">The first byte.</param>
    /// <returns>Whether they are aligned.</returns>
    public static bool IsAligned(long offset) => offset % sizeof(float) == 0;

    /// <summary>Numbers of single precision, in the byte order of the machine, where they lie.</summary>
    /// <param name="offset">The first byte; aligned.</param>
    /// <param name="count">How many.</param>
    /// <returns>Memory that keeps the map; it must not be written to.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The file does not hold them, or they are not aligned.</exception>
    public ReadOnlyMemory<float> Floats(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(IsAligned(offset), true, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - ((long)count * sizeof(float)));
        return new MappedFloats(this, offset, count).Memory;
    }
}
