using System.Buffers;

namespace GwSmm.Numerics;

/// <summary>Numbers in a mapped file. Whoever holds the memory holds the map; a span alone does not.</summary>
internal sealed unsafe class MappedFloats(MappedFile file, long offset, int count) : MemoryManager<float>
{
    public override Span<float> GetSpan() => new(file.Start + offset, count);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, count);
        return new MemoryHandle((float*)(file.Start + offset) + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
        // Nothing moves.
    }

    protected override void Dispose(bool disposing)
    {
        // The map goes with whoever held it last.
    }
}
