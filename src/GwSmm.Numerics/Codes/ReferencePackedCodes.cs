namespace GwSmm.Numerics;

/// <summary>What <see cref="PackedCodes"/> computes, code by code.</summary>
internal static class ReferencePackedCodes
{
    /// <summary>The code at a place of a row.</summary>
    public static int Code(ReadOnlySpan<byte> packed, int bits, int index)
    {
        var (unit, place) = Math.DivRem(index, PackedCodes.Unit);
        var code = 0;
        for (var bit = 0; bit < bits; bit++)
        {
            var at = (place * bits) + bit;
            code |= ((packed[(unit * bits) + (at >> 3)] >> (at & 7)) & 1) << bit;
        }

        return code >= 1 << (bits - 1) ? code - (1 << bits) : code;
    }

    public static void AddScaled(ReadOnlySpan<byte> packed, int bits, float offset, float scale, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += (Code(packed, bits, i) + offset) * scale;
        }
    }

    public static void AddMasked(ReadOnlySpan<byte> mask, float scale, ReadOnlySpan<float> values, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += Code(mask, 1, i) != 0 ? values[i] * scale : 0;
        }
    }
}
