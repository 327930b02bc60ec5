using System.Text;

namespace GwSmm.Encoders.Tests;

public class EncoderDeltaTests
{
    private static readonly EncoderWeights Shared = Models.Base().Weights;

    [Fact]
    public void Applied_to_weights_it_adds_and_keeps_the_other_tensors()
    {
        var (matrix, values) = DeltaCases.Quantized(4, false, 4, 6, "encoder.layer.1.output.dense.weight");
        var applied = new EncoderDelta([matrix]).ApplyTo(Shared);

        foreach (var tensor in Shared.Tensors)
        {
            var changes = string.Equals(tensor.Name, matrix.Name, StringComparison.Ordinal);
            float[] expected = changes ? [.. tensor.Data.Zip(values, (a, b) => a + b)] : tensor.Data;
            Assert.Equal(expected, applied[tensor.Name].Data);
            Assert.Equal(!changes, ReferenceEquals(tensor, applied[tensor.Name]));
        }
    }

    [Fact]
    public void A_delta_of_another_shape_or_tensor_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EncoderDelta([DeltaCases.Dense(false, 4, 5, "encoder.layer.1.output.dense.weight").Delta]).ApplyTo(Shared));
        Assert.Throws<ArgumentException>(() => new EncoderDelta([DeltaCases.Dense(false, 4, 6, "encoder.layer.9.output.dense.weight").Delta]).Check(Shared));
        var twice = DeltaCases.Dense(false, 4, 6).Delta;
        Assert.Throws<ArgumentException>(() => new EncoderDelta([twice, twice]));
    }

    [Fact]
    public void Every_kind_survives_a_file()
    {
        foreach (var (delta, _) in DeltaCases.All(5, 21))
        {
            foreach (var one in new[] { delta, new RowDelta(delta.Name, [9, 21], [0, 2, 3, 7, 8], delta) })
            {
                var written = new EncoderDelta([one]);
                var read = Read(Bytes(written), new EncoderDelta(written.Vectors));

                var (expected, actual) = (new float[one.Rows * 21], new float[one.Rows * 21]);
                one.AddTo(expected);
                Assert.Single(read.Tensors).AddTo(actual);
                Assert.Equal(expected, actual);
                Assert.Equal((written.ByteCount, one.GetType()), (read.ByteCount, read.Tensors.First().GetType()));
                Assert.Equal(Bytes(written), Bytes(read));
            }
        }
    }

    [Fact]
    public void A_truncated_file_is_refused_at_every_length()
    {
        var bytes = Bytes(new EncoderDelta([DeltaCases.Quantized(4, false, 2, 9).Delta]));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<GwSmmException>(() => Read(bytes[..length]));
        }
    }

    [Theory]
    [InlineData("\\u0022kind\\u0022:\\u0022quantized", "\\u0022kind\\u0022:\\u0022quantizes", "unknown or incomplete")]
    [InlineData("\\u0022bits\\u0022:4", "\\u0022bits\\u0022:3", "bytes of codes")]
    [InlineData("\\u0022bits\\u0022:4", "\\u0022bits\\u0022:0", "expected 1 to 8")]
    [InlineData("[2,9]", "[3,9]", "expected 24")]
    [InlineData("|scales", "|scalez", "is missing or used twice")]
    [InlineData("gwsmm.deltas", "gwsmm.delta5", "holds no deltas")]
    [InlineData("\\u0022bits\\u0022:4", "\\u0022bits\\u0022,4", "cannot be read")]
    [InlineData("F32", "I32", "has the type I32")]
    public void A_damaged_description_is_refused_and_named(string old, string damaged, string expected)
    {
        var bytes = Bytes(new EncoderDelta([DeltaCases.Quantized(4, false, 2, 9).Delta]));
        var text = Encoding.Latin1.GetString(bytes);
        old = old.Replace("\\u0022", "\\\"", StringComparison.Ordinal);
        Assert.Contains(old, text, StringComparison.Ordinal);
        var changed = Encoding.Latin1.GetBytes(text.Replace(old, damaged.Replace("\\u0022", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal));

        var message = Assert.Throws<GwSmmException>(() => Read(changed)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("'test'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_larger_than_the_file_costs_no_memory()
    {
        var text = Encoding.Latin1.GetString(Bytes(new EncoderDelta([DeltaCases.Quantized(4, false, 12345, 1).Delta])));
        var huge = Encoding.Latin1.GetBytes(text.Replace("\\\"shape\\\":[12345,1]", "\\\"shape\\\":[9999999]", StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<GwSmmException>(() => Read(huge));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_mask_whose_vector_is_missing_is_refused()
    {
        var written = new EncoderDelta([DeltaCases.Mask(false, 3, 8).Delta]);
        Assert.Contains("refers to the vector", Assert.Throws<GwSmmException>(() => Read(Bytes(written))).Message, StringComparison.Ordinal);
        var other = new EncoderDelta([DeltaCases.Dense(false, 4, 8).Delta]);
        Assert.Contains("a vector of [4, 8]", Assert.Throws<GwSmmException>(() => Read(Bytes(written), other)).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(EncoderDelta delta)
    {
        using var stream = new MemoryStream();
        EncoderDeltaFile.Write(stream, delta);
        return stream.ToArray();
    }

    private static EncoderDelta Read(byte[] bytes, EncoderDelta? vectors = null) => EncoderDeltaFile.Read(new MemoryStream(bytes), bytes.Length, "test", vectors);
}
