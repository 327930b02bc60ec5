namespace GwSmm.Encoders.Tests;

public sealed class FeedForwardActivationTests
{
    [Fact]
    public void The_tanh_form_equals_double_precision()
    {
        float[] x = [.. Enumerable.Range(-700, 1401).Select(i => i / 70f)];
        var y = new float[x.Length];

        FeedForwardActivation.Forward(HiddenActivation.GeluTanh, x, y);

        Assert.All(x.Zip(y), pair => Assert.Equal(Reference(pair.First), pair.Second, 2e-6));
    }

    [Fact]
    public void Its_slope_equals_central_differences()
    {
        float[] x = [.. Enumerable.Range(-700, 1401).Select(i => i / 70f)];
        float[] gradient = [.. x.Select((_, i) => 1f + (i % 3))];
        var expected = gradient.Select((g, i) => g * (Reference(x[i] + 1e-5) - Reference(x[i] - 1e-5)) / 2e-5).ToArray();

        FeedForwardActivation.Backward(HiddenActivation.GeluTanh, x, gradient);

        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(1e30f, 1e30f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Extreme_values_do_not_become_NaN(float x, float expected)
    {
        float[] y = [0];

        FeedForwardActivation.Forward(HiddenActivation.GeluTanh, [x], y);

        Assert.Equal(expected, y[0]);
    }

    private static double Reference(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));
}
