namespace GwSmm.Numerics.Tests;

public sealed class PackedCodesTests
{
    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Every_width_gives_the_bits_of_the_reference(int width)
    {
        for (var bits = 1; bits <= 8; bits++)
        {
            foreach (var count in new[] { 0, 1, 7, 8, 9, 16, 23, 24, 31, 64, 129, 256, 259 })
            {
                foreach (var offset in new[] { 0f, 0.5f })
                {
                    var (codes, packed) = Row(count, bits);
                    var expected = Samples.Gaussian(count, 5);
                    var actual = expected.ToArray();
                    for (var i = 0; i < count; i++)
                    {
                        expected[i] += (codes[i] + offset) * 0.37f;
                    }

                    PackedCodes.AddScaled((VectorWidth)width, packed, bits, offset, 0.37f, actual);
                    Assert.Equal(Bits(expected), Bits(actual));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Masked_numbers_are_added_where_their_bit_is_set_for_every_width(int width)
    {
        foreach (var count in new[] { 0, 1, 8, 15, 16, 24, 40, 130 })
        {
            var (codes, mask) = Row(count, 1);
            var values = Samples.Gaussian(count, 6);
            var expected = Samples.Gaussian(count, 7);
            var actual = expected.ToArray();
            for (var i = 0; i < count; i++)
            {
                expected[i] += codes[i] != 0 ? values[i] * -1.7f : 0;
            }

            PackedCodes.AddMasked((VectorWidth)width, mask, -1.7f, values, actual);
            Assert.Equal(Bits(expected), Bits(actual));
        }
    }

    [Fact]
    public void Packed_codes_read_back_as_they_were()
    {
        for (var bits = 1; bits <= 8; bits++)
        {
            var (codes, packed) = Row(45, bits);
            Assert.Equal(6 * bits, packed.Length);
            Assert.All(Enumerable.Range(0, 45), i => Assert.Equal(codes[i], ReferencePackedCodes.Code(packed, bits, i)));
        }
    }

    [Fact]
    public void Sparse_signs_go_to_the_set_bits_in_order()
    {
        // Bits 0, 2, 9 are set; one sign stands before this row, then plus, minus, plus.
        var target = new float[10];
        PackedCodes.AddSparseSigns([0b101, 0b10], [0b0101], 1, 2, target);
        Assert.Equal([2f, 0, -2, 0, 0, 0, 0, 0, 0, 2], target);
    }

    [Fact]
    public void A_scale_that_is_not_a_number_shows()
    {
        var target = new float[9];
        PackedCodes.AddScaled(new byte[8], 4, 0, float.NaN, target);
        Assert.All(target, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Wrong_lengths_and_bits_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PackedCodes.AddScaled([1], 4, 0, 1, new float[8]));
        Assert.Throws<ArgumentException>(() => PackedCodes.Pack([1, 2], 4, new byte[3]));
        Assert.Throws<ArgumentException>(() => PackedCodes.AddMasked([1], 1, new float[7], new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.RowBytes(8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.RowBytes(8, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.RowBytes(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.RowBytes(int.MaxValue, 8));
    }

    private static (sbyte[] Codes, byte[] Packed) Row(int count, int bits)
    {
        var random = new DeterministicRandom((ulong)((count * 16) + bits));
        sbyte[] codes = [.. Enumerable.Range(0, count).Select(_ => (sbyte)(random.Next(1 << bits) - (1 << (bits - 1))))];
        var packed = new byte[PackedCodes.RowBytes(count, bits)];
        PackedCodes.Pack(codes, bits, packed);
        return (codes, packed);
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
