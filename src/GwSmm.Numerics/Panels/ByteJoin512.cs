using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>Joins bytes on vectors of 512 bits.</summary>
internal readonly unsafe struct ByteJoin512 : IByteJoin<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, byte* target)
    {
        var mask = Vector512.Create(0xFFu);
        var low = (a.AsUInt32() & mask) | ((b.AsUInt32() & mask) << 8);
        var high = ((c.AsUInt32() & mask) << 16) | (d.AsUInt32() << 24);
        (low | high).AsByte().Store(target);
    }
}
