using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>Joins bytes one by one.</summary>
internal readonly unsafe struct ScalarByteJoin : IByteJoin<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float a, float b, float c, float d, byte* target)
    {
        target[0] = (byte)BitConverter.SingleToUInt32Bits(a);
        target[1] = (byte)BitConverter.SingleToUInt32Bits(b);
        target[2] = (byte)BitConverter.SingleToUInt32Bits(c);
        target[3] = (byte)BitConverter.SingleToUInt32Bits(d);
    }
}
