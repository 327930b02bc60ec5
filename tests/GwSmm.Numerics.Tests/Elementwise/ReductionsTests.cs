namespace GwSmm.Numerics.Tests;

public sealed class ReductionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(5_000)]
    public void SumOfSquares_EqualsTheDoubleSum(int count)
    {
        var values = Samples.Gaussian(count, 1, 1e3);
        var expected = values.Sum(value => (double)value * value);
        Samples.Close(expected, Reductions.SumOfSquares(values), 1e-13 * (1 + expected), "sum");
    }

    [Fact]
    public void SumOfSquares_BeyondSinglePrecision_StaysFinite() =>
        Assert.Equal(1e60, Reductions.SumOfSquares([1e30f]), 1e54);

    [Fact]
    public void SumOfSquares_NaN_IsNaN() => Assert.True(double.IsNaN(Reductions.SumOfSquares([1, float.NaN])));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(300, 5)]
    [InlineData(129, 700)]
    public void AddColumnSums_AddsEveryColumn(int rows, int columns)
    {
        var stride = columns + 3;
        var matrix = Samples.Gaussian(rows * stride, 1);
        var sums = Samples.Gaussian(columns, 2);
        var expected = sums.Select(value => (double)value).ToArray();
        for (var i = 0; i < rows * columns; i++)
        {
            expected[i % columns] += matrix[(i / columns * stride) + (i % columns)];
        }

        Reductions.AddColumnSums(matrix, rows, columns, stride, sums);
        Assert.All(Enumerable.Range(0, columns), i => Samples.Close(expected[i], sums[i], 2e-5, $"column {i}"));
    }

    [Fact]
    public void AddColumnSums_InColumnParts_GivesTheSameBits()
    {
        var matrix = Samples.Gaussian(500 * 70, 1);
        float[] whole = new float[70], parts = new float[70];
        Reductions.AddColumnSums(matrix, 500, 70, 70, whole);
        Reductions.AddColumnSums(matrix, 500, 33, 70, parts.AsSpan(0, 33));
        Reductions.AddColumnSums(matrix.AsSpan(33), 500, 37, 70, parts.AsSpan(33));
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void AddBias_AddsToEveryRowAndSkipsTheGap()
    {
        float[] matrix = [1, 2, 9, 3, 4, 9];
        Reductions.AddBias(matrix, 2, 2, 3, [10, 20]);
        Assert.Equal([11, 22, 9, 13, 24, 9], matrix);
    }

    [Fact]
    public void RejectsWrongShapes()
    {
        Assert.Throws<ArgumentException>(() => Reductions.AddColumnSums(new float[5], 2, 3, 3, new float[3]));
        Assert.Throws<ArgumentException>(() => Reductions.AddColumnSums(new float[6], 2, 3, 3, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reductions.AddBias(new float[6], 2, 3, 2, new float[3]));
    }
}
