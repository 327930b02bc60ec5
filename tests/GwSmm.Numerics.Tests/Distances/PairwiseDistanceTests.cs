namespace GwSmm.Numerics.Tests;

public sealed class PairwiseDistanceTests
{
    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void SquaredEuclidean_EqualsTheDefinition(int width)
    {
        foreach (var dimension in new[] { 0, 1, 3, 8, 31, 130 })
        {
            const int Count = 9;
            var points = Points(Count * dimension, 1);
            var distances = PairwiseDistance.SquaredEuclidean((VectorWidth)width, points, Count, dimension, 2);
            for (var i = 0; i < Count; i++)
            {
                for (var j = 0; j < Count; j++)
                {
                    var expected = 0.0;
                    for (var l = 0; l < dimension; l++)
                    {
                        var difference = points[(i * dimension) + l] - points[(j * dimension) + l];
                        expected += difference * difference;
                    }

                    Samples.Close(expected, distances[(i * Count) + j], 4e-15 * expected, $"[{i}, {j}]");
                }
            }
        }
    }

    [Fact]
    public void SquaredEuclidean_ClosePointsFarOut_KeepTheirDigits()
    {
        // The inner-product formula gives 0 or noise here.
        double[] points = [1e8, 1e8, 1e8 + 0.25, 1e8];
        Assert.Equal([0, 0.0625, 0.0625, 0], PairwiseDistance.SquaredEuclidean(points, 2, 2));
        Assert.Equal([0, 0.25, 0.25, 0], PairwiseDistance.Euclidean(points, 2, 2));
    }

    [Fact]
    public void SquaredEuclidean_IsSymmetricToTheBitForAnyThreads()
    {
        var points = Points(60 * 17, 2);
        var one = PairwiseDistance.SquaredEuclidean(points, 60, 17, 1);
        Assert.Equal(one, PairwiseDistance.SquaredEuclidean(points, 60, 17, 4));
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(0, one[i * 61]);
            for (var j = 0; j < i; j++)
            {
                Assert.Equal(one[(i * 60) + j], one[(j * 60) + i]);
                Assert.True(one[(i * 60) + j] > 0);
            }
        }
    }

    [Fact]
    public void SquaredEuclidean_NaN_SpoilsItsPointOnly()
    {
        var distances = PairwiseDistance.SquaredEuclidean([1, 2, double.NaN], 3, 1);
        Assert.Equal([0, 1, double.NaN, 1, 0, double.NaN, double.NaN, double.NaN, double.NaN], distances);
    }

    [Fact]
    public void SquaredEuclidean_RejectsWrongShapes()
    {
        Assert.Throws<ArgumentException>(() => PairwiseDistance.SquaredEuclidean(new double[5], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairwiseDistance.SquaredEuclidean(new double[6], 2, 3, 0));
    }

    private static double[] Points(int count, ulong seed) => [.. Samples.Gaussian(count, seed).Select(value => (double)value)];
}
