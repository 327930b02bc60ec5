using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>Joins bytes on vectors of 256 bits.</summary>
internal readonly unsafe struct ByteJoin256 : IByteJoin<Vector256<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, byte* target)
    {
        var mask = Vector256.Create(0xFFu);
        var low = (a.AsUInt32() & mask) | ((b.AsUInt32() & mask) << 8);
        var high = ((c.AsUInt32() & mask) << 16) | (d.AsUInt32() << 24);
        (low | high).AsByte().Store(target);
    }
}
