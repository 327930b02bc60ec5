namespace GwSmm.Numerics.Tests;

public sealed class AdamWTests
{
    [Fact]
    public void AdamWSettings_Defaults() =>
        Assert.Equal(new AdamWSettings { Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f, WeightDecay = 0 }, new AdamWSettings());

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Step_EqualsTheDefinition(int width)
    {
        const int Count = 37;
        var p = Samples.Gaussian(Count, 1);
        var expected = p.Select(value => (double)value).ToArray();
        float[] m = new float[Count], v = new float[Count];
        double[] mean = new double[Count], square = new double[Count];
        var settings = new AdamWSettings { WeightDecay = 0.1f };
        for (var step = 1; step <= 20; step++)
        {
            var g = Samples.Gaussian(Count, (ulong)step + 10);
            AdamW.Step((VectorWidth)width, p, g, m, v, step, 0.01f, 0.5f, settings);
            for (var i = 0; i < Count; i++)
            {
                var gradient = 0.5 * g[i];
                mean[i] = (0.9 * mean[i]) + (0.1 * gradient);
                square[i] = (0.999 * square[i]) + (0.001 * gradient * gradient);
                var change = mean[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                expected[i] -= (0.01 * 0.1 * expected[i]) + (0.01 * change);
            }
        }

        Assert.All(Enumerable.Range(0, Count), i => Samples.Close(expected[i], p[i], 5e-6, $"parameter {i}"));
    }

    [Fact]
    public void Step_InParts_GivesTheSameBits()
    {
        var whole = Samples.Gaussian(50, 1);
        var parts = whole.ToArray();
        var g = Samples.Gaussian(50, 2);
        AdamW.Step(whole, g, new float[50], new float[50], 1, 0.1f, 1, new AdamWSettings());
        AdamW.Step(parts.AsSpan(0, 23), g.AsSpan(0, 23), new float[23], new float[23], 1, 0.1f, 1, new AdamWSettings());
        AdamW.Step(parts.AsSpan(23), g.AsSpan(23), new float[27], new float[27], 1, 0.1f, 1, new AdamWSettings());
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Step_NaNGradient_SpoilsItsParameterOnly()
    {
        var p = new float[9];
        var g = Enumerable.Repeat(1f, 9).ToArray();
        g[4] = float.NaN;
        AdamW.Step(p, g, new float[9], new float[9], 1, 0.1f, 1, new AdamWSettings());
        Assert.True(float.IsNaN(p[4]));
        Assert.Equal(8, p.Count(float.IsFinite));
    }

    [Fact]
    public void Step_RejectsBadArguments()
    {
        float[] one = [1];
        var settings = new AdamWSettings();
        Assert.Throws<ArgumentOutOfRangeException>(() => AdamW.Step(one, one, one, one, 0, 1, 1, settings));
        Assert.Throws<ArgumentException>(() => AdamW.Step(one, new float[2], one, one, 1, 1, 1, settings));
        Assert.Throws<ArgumentNullException>(() => AdamW.Step(one, one, one, one, 1, 1, 1, null!));
    }
}
