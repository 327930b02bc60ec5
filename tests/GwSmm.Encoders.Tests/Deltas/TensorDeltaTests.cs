namespace GwSmm.Encoders.Tests;

public class TensorDeltaTests
{
    [Fact]
    public void Every_kind_adds_what_it_stands_for()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (3, 5), (7, 24), (4, 300) })
        {
            foreach (var (delta, values) in DeltaCases.All(rows, columns))
            {
                var target = DeltaCases.Gaussian(values.Length, 1);
                var expected = target.Select((value, i) => value + values[i]).ToArray();
                delta.AddTo(target);
                Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(expected[i], target[i], delta is LowRankDelta ? 1e-5f : 0));
            }
        }
    }

    [Fact]
    public void Rows_added_one_by_one_have_the_bits_of_all_at_once()
    {
        foreach (var (delta, values) in DeltaCases.All(6, 37).Append(Rows(DeltaCases.Quantized(4, false, 3, 37).Delta)))
        {
            var (whole, parts) = (DeltaCases.Gaussian(delta.Rows * 37, 1), DeltaCases.Gaussian(delta.Rows * 37, 1));
            delta.AddTo(whole);
            for (var row = 0; row < delta.Rows; row++)
            {
                delta.AddRows(row, 1, parts.AsSpan(row * 37, 37));
            }

            Assert.Equal(whole, parts);
            Assert.NotNull(values);
        }
    }

    [Fact]
    public void Rows_looked_up_have_the_bits_of_rows_added()
    {
        int[] rows = [.. Enumerable.Range(0, 250).Select(i => i * i % 7)];
        var cases = DeltaCases.All(7, 37).Select(pair => pair.Delta);
        foreach (var delta in cases.Append(Rows(DeltaCases.Quantized(4, false, 3, 37).Delta).Delta).Append(Rows(DeltaCases.LowRank(2, 3, 37).Delta).Delta))
        {
            var (expected, found) = (DeltaCases.Gaussian(250 * 37, 1), DeltaCases.Gaussian(250 * 37, 1));
            for (var i = 0; i < rows.Length; i++)
            {
                delta.AddRows(rows[i], 1, expected.AsSpan(i * 37, 37));
            }

            delta.AddLookups(rows, found);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void A_delta_of_rows_leaves_other_rows_alone()
    {
        var (inner, values) = DeltaCases.Quantized(4, false, 3, 5);
        var (delta, _) = Rows(inner);
        var target = new float[35];
        delta.AddTo(target);
        int[] rows = [1, 2, 6];
        Assert.All(Enumerable.Range(0, 35), i => Assert.Equal(Array.IndexOf(rows, i / 5) is >= 0 and var at ? values[(at * 5) + (i % 5)] : 0, target[i]));
        Assert.Equal(inner.ByteCount + 12, delta.ByteCount);
    }

    [Fact]
    public void Bytes_are_those_of_the_arrays()
    {
        Assert.Equal((64 * 12) + (64 * 4), DeltaCases.Quantized(4, false, 64, 24).Delta.ByteCount);
        Assert.Equal((64 * 9) + (64 * 4), DeltaCases.Quantized(3, false, 64, 24).Delta.ByteCount);
        Assert.Equal((64 * 3) + (64 * 4), DeltaCases.Sign(false, 64, 24).Delta.ByteCount);
        Assert.Equal((64 + 24) * 2 * 4, DeltaCases.LowRank(2, 64, 24).Delta.ByteCount);
        Assert.Equal(64 * 24 * 2, DeltaCases.Dense(true, 64, 24).Delta.ByteCount);
        Assert.Equal((64 * 3) + 4, DeltaCases.Mask(true, 64, 24).Delta.ByteCount);
        var sparse = (SignDelta)DeltaCases.Sign(true, 64, 24).Delta;
        Assert.Equal((64 * 3) + (64 * 4) + (long)Math.Ceiling(sparse.Density * 64 * 24 / 8), sparse.ByteCount);
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        int[] shape = [2, 8];
        Assert.Throws<ArgumentException>(() => new QuantizedDelta("x", shape, 4, false, new byte[7], new float[2]));
        Assert.Throws<ArgumentException>(() => new QuantizedDelta("x", shape, 9, false, new byte[18], new float[2]));
        Assert.Throws<ArgumentException>(() => new QuantizedDelta("x", shape, 4, false, new byte[8], new float[3]));
        Assert.Throws<ArgumentException>(() => new QuantizedDelta("x", shape, 4, false, new byte[8], [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => new SignDelta("x", shape, new byte[3], new float[2]));
        Assert.Throws<ArgumentException>(() => new SignDelta("x", shape, new byte[2], new float[2], [0xFF, 0xFF, 0]));
        Assert.Throws<ArgumentException>(() => new SignDelta("x", [2, 7], [0], new float[2], [0x80, 0]));
        Assert.Throws<ArgumentException>(() => new LowRankDelta("x", shape, 0, [], []));
        Assert.Throws<ArgumentException>(() => new LowRankDelta("x", shape, 1, new float[2], new float[7]));
        Assert.Throws<ArgumentException>(() => new LowRankDelta("x", shape, 1, [1, float.PositiveInfinity], new float[8]));
        Assert.Throws<ArgumentException>(() => new DenseDelta("x", shape, new float[15]));
        Assert.Throws<ArgumentException>(() => new DenseDelta("x", [1], [Half.NaN]));
        Assert.Throws<ArgumentException>(() => new DenseDelta("x", [0, 8], Array.Empty<float>()));
        Assert.Throws<ArgumentException>(() => new DenseDelta("x", [int.MaxValue, int.MaxValue, int.MaxValue], Array.Empty<float>()));
        Assert.Throws<ArgumentException>(() => new MaskDelta("x", new DenseDelta("x", shape, new float[16]), new byte[1], 1));
        Assert.Throws<ArgumentException>(() => new MaskDelta("x", new DenseDelta("x", shape, new float[16]), new byte[2], float.NaN));
        var inner = new DenseDelta("x", [2, 8], new float[16]);
        Assert.Throws<ArgumentException>(() => new RowDelta("x", [4, 8], [1], inner));
        Assert.Throws<ArgumentException>(() => new RowDelta("x", [4, 8], [2, 1], inner));
        Assert.Throws<ArgumentException>(() => new RowDelta("x", [4, 8], [2, 4], inner));
        Assert.Throws<ArgumentException>(() => new RowDelta("x", [4, 8], [0, 1], new RowDelta("x", [2, 8], [0, 1], inner)));
        Assert.Throws<ArgumentException>(() => inner.AddTo(new float[15]));
        Assert.Throws<ArgumentException>(() => inner.AddRows(1, 2, new float[16]));
        Assert.Throws<ArgumentException>(() => inner.AddRows(-1, 1, new float[8]));
    }

    private static (TensorDelta Delta, float[] Values) Rows(TensorDelta inner) => (new RowDelta(DeltaCases.Name, [7, inner.Columns], [1, 2, 6], inner), []);
}
