using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>Joins bytes on vectors of 128 bits.</summary>
internal readonly unsafe struct ByteJoin128 : IByteJoin<Vector128<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, byte* target)
    {
        var mask = Vector128.Create(0xFFu);
        var low = (a.AsUInt32() & mask) | ((b.AsUInt32() & mask) << 8);
        var high = ((c.AsUInt32() & mask) << 16) | (d.AsUInt32() << 24);
        (low | high).AsByte().Store(target);
    }
}
