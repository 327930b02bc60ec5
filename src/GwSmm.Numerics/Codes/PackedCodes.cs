namespace GwSmm.Numerics;

/// <summary>
/// Rows of signed integers of few bits. Eight codes of b bits take b bytes, the first code in the lowest bits, in two's complement; a
/// row is padded to eight codes. Every width of vectors gives the same bits, since products and sums are rounded one by one. Thread-safe.
/// </summary>
public static class PackedCodes
{
    /// <summary>Codes that are packed together.</summary>
    internal const int Unit = 8;

    /// <summary>Bytes of a row.</summary>
    /// <param name="count">Codes, at least 0.</param>
    /// <param name="bits">Bits of a code: 1 to 8.</param>
    /// <returns>ceil(count / 8) * bits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or the row too long.</exception>
    public static int RowBytes(int count, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
        var bytes = ((long)count + Unit - 1) / Unit * bits;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Array.MaxLength, nameof(count));
        return (int)bytes;
    }

    /// <summary>Packs a row.</summary>
    /// <param name="codes">Each from -2^(bits - 1) to 2^(bits - 1) - 1; higher bits are cut off.</param>
    /// <param name="bits">Bits of a code: 1 to 8.</param>
    /// <param name="packed">Out: exactly <see cref="RowBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="packed"/> does not fit.</exception>
    public static void Pack(ReadOnlySpan<sbyte> codes, int bits, Span<byte> packed)
    {
        Lengths.Same(RowBytes(codes.Length, bits), packed.Length, nameof(packed));
        var mask = (1UL << bits) - 1;
        for (var unit = 0; unit * Unit < codes.Length; unit++)
        {
            var word = 0UL;
            for (var i = 0; i < Unit && (unit * Unit) + i < codes.Length; i++)
            {
                word |= ((ulong)codes[(unit * Unit) + i] & mask) << (i * bits);
            }

            for (var i = 0; i < bits; i++)
            {
                packed[(unit * bits) + i] = (byte)(word >> (8 * i));
            }
        }
    }

    /// <summary>target += (code + offset) * scale.</summary>
    /// <param name="packed">A packed row: exactly <see cref="RowBytes"/> bytes.</param>
    /// <param name="bits">Bits of a code: 1 to 8.</param>
    /// <param name="offset">Added to every code, such as 0 or 1/2.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="target">As many numbers as the row has codes.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="packed"/> does not fit.</exception>
    public static void AddScaled(ReadOnlySpan<byte> packed, int bits, float offset, float scale, Span<float> target) =>
        AddScaled(VectorWidths.Best, packed, bits, offset, scale, target);

    /// <summary>target += scale * values where a bit is set.</summary>
    /// <param name="mask">A packed row of one bit per number: exactly <see cref="RowBytes"/> bytes.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="values">As many numbers as <paramref name="target"/>.</param>
    /// <param name="target">Added to.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void AddMasked(ReadOnlySpan<byte> mask, float scale, ReadOnlySpan<float> values, Span<float> target) =>
        AddMasked(VectorWidths.Best, mask, scale, values, target);

    /// <summary>target += scale or -scale where a bit is set. Signs are stored for set bits only, one after the other.</summary>
    /// <param name="mask">A packed row of one bit per number: exactly <see cref="RowBytes"/> bytes.</param>
    /// <param name="signs">Signs of all rows, lowest bit first; a set bit is a minus.</param>
    /// <param name="first">The number of signs before this row.</param>
    /// <param name="scale">What is added or taken away.</param>
    /// <param name="target">Added to.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="mask"/> does not fit.</exception>
    public static void AddSparseSigns(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> signs, long first, float scale, Span<float> target)
    {
        Lengths.Same(RowBytes(target.Length, 1), mask.Length, nameof(mask));
        for (var unit = 0; unit < mask.Length; unit++)
        {
            for (uint rest = mask[unit]; rest != 0; rest &= rest - 1, first++)
            {
                var minus = ((signs[(int)(first >> 3)] >> (int)(first & 7)) & 1) != 0;
                target[(unit * Unit) + System.Numerics.BitOperations.TrailingZeroCount(rest)] += minus ? -scale : scale;
            }
        }
    }

    /// <summary>Adds scaled codes with vectors of a given width.</summary>
    internal static unsafe void AddScaled(VectorWidth width, ReadOnlySpan<byte> packed, int bits, float offset, float scale, Span<float> target)
    {
        Lengths.Same(RowBytes(target.Length, bits), packed.Length, nameof(packed));
        var units = target.Length / Unit;
        var done = 0;
        fixed (byte* from = packed)
        fixed (float* to = target)
        {
            // The vector kernels read several bytes as one number, lowest first.
            done = BitConverter.IsLittleEndian
                ? width switch
                {
                    VectorWidth.Bits512 => PackedCodesKernel.Add512(from, bits, offset, scale, to, units),
                    VectorWidth.Bits256 => PackedCodesKernel.Add256(from, bits, offset, scale, to, units, 0),
                    VectorWidth.Bits128 => PackedCodesKernel.Add128(from, bits, offset, scale, to, units),
                    _ => 0,
                }
                : 0;
        }

        ReferencePackedCodes.AddScaled(packed[(done * bits)..], bits, offset, scale, target[(done * Unit)..]);
    }

    /// <summary>Adds masked numbers with vectors of a given width.</summary>
    internal static unsafe void AddMasked(VectorWidth width, ReadOnlySpan<byte> mask, float scale, ReadOnlySpan<float> values, Span<float> target)
    {
        Lengths.Same(RowBytes(target.Length, 1), mask.Length, nameof(mask));
        Lengths.Same(target.Length, values.Length, nameof(values));
        var units = target.Length / Unit;
        var done = 0;
        fixed (byte* from = mask)
        fixed (float* numbers = values)
        fixed (float* to = target)
        {
            done = width switch
            {
                VectorWidth.Bits512 => PackedCodesKernel.Mask512(from, scale, numbers, to, units),
                VectorWidth.Bits256 => PackedCodesKernel.Mask256(from, scale, numbers, to, units, 0),
                VectorWidth.Bits128 => PackedCodesKernel.Mask128(from, scale, numbers, to, units),
                _ => 0,
            };
        }

        ReferencePackedCodes.AddMasked(mask[done..], scale, values[(done * Unit)..], target[(done * Unit)..]);
    }
}
