using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GwSmm.Numerics;

/// <summary>Pinned scratch memory from the array pool that starts at a cache line, so that 64-byte loads never straddle two.</summary>
/// <typeparam name="T">Type of an element.</typeparam>
internal unsafe struct AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;
    private readonly T[] _array;
    private GCHandle _pin;

    /// <summary>Rents at least <paramref name="length"/> elements of unspecified content.</summary>
    public AlignedBuffer(int length)
    {
        _array = ArrayPool<T>.Shared.Rent(length + (Alignment / sizeof(T)));
        _pin = GCHandle.Alloc(_array, GCHandleType.Pinned);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        Start = (T*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The first element.</summary>
    public T* Start { get; }

    public void Dispose()
    {
        _pin.Free();
        ArrayPool<T>.Shared.Return(_array);
    }
}
