namespace GwSmm.Numerics.Tests;

public sealed class SoftmaxTests
{
    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void ForwardRows_EqualsReference(int width)
    {
        for (var columns = 1; columns < 40; columns++)
        {
            var scores = Samples.Gaussian(3 * columns, (ulong)columns, 5);
            var p = scores.ToArray();
            Softmax.ForwardRows((VectorWidth)width, p, 3, columns, columns);
            for (var row = 0; row < 3; row++)
            {
                var expected = ReferenceSoftmax.Forward(scores.AsSpan(row * columns, columns));
                for (var i = 0; i < columns; i++)
                {
                    Samples.Close(expected[i], p[(row * columns) + i], 5e-7, $"columns {columns}, row {row}, element {i}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void BackwardRows_EqualsReference(int width)
    {
        for (var columns = 1; columns < 40; columns++)
        {
            var p = Samples.Gaussian(2 * columns, (ulong)columns);
            Softmax.ForwardRows(p, 2, columns);
            var dp = Samples.Gaussian(2 * columns, 99);
            var ds = dp.ToArray();
            Softmax.BackwardRows((VectorWidth)width, p, ds, 2, columns);
            for (var row = 0; row < 2; row++)
            {
                var expected = ReferenceSoftmax.Backward(p.AsSpan(row * columns, columns), dp.AsSpan(row * columns, columns));
                for (var i = 0; i < columns; i++)
                {
                    Samples.Close(expected[i], ds[(row * columns) + i], 1e-6, $"columns {columns}, row {row}, element {i}");
                }
            }
        }
    }

    [Fact]
    public void ForwardRows_LargeLogits_StayFinite()
    {
        float[] scores = [3e38f, 3e38f, -3e38f, float.NegativeInfinity];
        Softmax.ForwardRows(scores, 1, 4);
        Assert.Equal([0.5f, 0.5f, 0f, 0f], scores);
    }

    [Fact]
    public void ForwardRows_Padding_IsNotReadAndBecomesZero()
    {
        float[] scores = [1, 1, float.NaN, 2, 2, float.NaN];
        Softmax.ForwardRows(scores, 2, 3, 2);
        Assert.Equal([0.5f, 0.5f, 0f, 0.5f, 0.5f, 0f], scores);
        Softmax.ForwardRows(scores, 2, 3, 0);
        Assert.All(scores, value => Assert.Equal(0f, value));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ForwardRows_BadRow_BecomesNaNAlone(float bad)
    {
        var scores = Samples.Gaussian(40, 1);
        scores[7] = bad;
        Softmax.ForwardRows(scores, 2, 20);
        Assert.True(float.IsNaN(scores[7]));
        Assert.DoesNotContain(scores[20..], float.IsNaN);
    }

    [Fact]
    public void ForwardRows_NothingButMinusInfinity_IsNaN()
    {
        float[] scores = [float.NegativeInfinity, float.NegativeInfinity];
        Softmax.ForwardRows(scores, 1, 2);
        Assert.All(scores, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void RejectsWrongShapes()
    {
        Assert.Throws<ArgumentException>(() => Softmax.ForwardRows(new float[5], 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Softmax.ForwardRows(new float[6], 2, 3, 4));
        Assert.Throws<ArgumentException>(() => Softmax.BackwardRows(new float[6], new float[5], 2, 3));
    }
}
