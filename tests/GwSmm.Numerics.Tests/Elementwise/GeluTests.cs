namespace GwSmm.Numerics.Tests;

public sealed class GeluTests
{
    private static readonly float[] Grid = [.. Enumerable.Range(0, 24_007).Select(i => (i - 12_003) / 1500f)];

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Forward_IsWithinOneMillionth(int width)
    {
        var y = new float[Grid.Length];
        Gelu.Forward((VectorWidth)width, Grid, y);
        for (var i = 0; i < y.Length; i++)
        {
            Samples.Close(ReferenceGelu.Forward(Grid[i]), y[i], 1e-6, $"gelu({Grid[i]})");
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Backward_IsWithinOneMillionth(int width)
    {
        var dx = Enumerable.Repeat(1f, Grid.Length).ToArray();
        Gelu.Backward((VectorWidth)width, Grid, dx, dx);
        for (var i = 0; i < dx.Length; i++)
        {
            Samples.Close(ReferenceGelu.Slope(Grid[i]), dx[i], 1e-6, $"gelu'({Grid[i]})");
        }
    }

    [Fact]
    public void Backward_MultipliesByTheGradient()
    {
        float[] dx = [0, 0];
        Gelu.Backward([1f, -1f], [2f, -3f], dx);
        Samples.Close(2 * 1.0833154705876863, dx[0], 1e-6, "dx[0]");
        Samples.Close(-3 * -0.08331547058768632, dx[1], 1e-6, "dx[1]");
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Extremes_AreExact(int width)
    {
        // Sixteen of each, so that every width meets them in a vector; one more for the remainder.
        foreach (var (x, y, slope) in new[] { (1e30f, 1e30f, 1f), (-1e30f, 0f, 0f), (float.NaN, float.NaN, float.NaN), (0f, 0f, 0.5f) })
        {
            var input = Enumerable.Repeat(x, 17).ToArray();
            var output = new float[17];
            Gelu.Forward((VectorWidth)width, input, output);
            Assert.All(output, value => Assert.Equal(y, value));
            Array.Fill(output, 1f);
            Gelu.Backward((VectorWidth)width, input, output, output);
            Assert.All(output, value => Assert.Equal(slope, value));
        }
    }

    [Fact]
    public void RejectsDifferentLengths()
    {
        Assert.Throws<ArgumentException>(() => Gelu.Forward([1f, 2f], new float[1]));
        Assert.Throws<ArgumentException>(() => Gelu.Backward([1f, 2f], [1f], new float[2]));
        Assert.Throws<ArgumentException>(() => Gelu.Backward([1f, 2f], [1f, 2f], new float[3]));
    }
}
