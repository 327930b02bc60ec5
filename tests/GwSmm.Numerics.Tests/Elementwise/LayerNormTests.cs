namespace GwSmm.Numerics.Tests;

public sealed class LayerNormTests
{
    private const float Epsilon = 1e-12f;

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void ForwardAndBackward_EqualReference(int width)
    {
        foreach (var columns in new[] { 2, 3, 7, 16, 33, 128, 257 })
        {
            const int Rows = 4;
            var x = Samples.Gaussian(Rows * columns, 1, 3, 5);
            var dy = Samples.Gaussian(Rows * columns, 2);
            var gamma = Samples.Gaussian(columns, 3);
            var beta = Samples.Gaussian(columns, 4);
            float[] y = new float[x.Length], dx = new float[x.Length], mean = new float[Rows], rstd = new float[Rows];
            float[] dgamma = new float[columns], dbeta = new float[columns];
            LayerNorm.Forward((VectorWidth)width, x, gamma, beta, Epsilon, Rows, columns, y, mean, rstd);
            LayerNorm.Backward((VectorWidth)width, x, dy, gamma, mean, rstd, Rows, columns, dx, dgamma, dbeta);
            var expectedGamma = new double[columns];
            var expectedBeta = new double[columns];
            for (var row = 0; row < Rows; row++)
            {
                var line = x.AsSpan(row * columns, columns);
                var (unit, expectedMean, expectedRstd) = ReferenceLayerNorm.Normalise(line, Epsilon);
                Samples.Close(expectedMean, mean[row], 1e-6, "mean");
                Samples.Close(expectedRstd, rstd[row], 3e-6 * expectedRstd, "rstd");
                var expectedDx = ReferenceLayerNorm.Backward(line, dy.AsSpan(row * columns, columns), gamma, Epsilon);
                for (var i = 0; i < columns; i++)
                {
                    var at = (row * columns) + i;
                    Samples.Close((unit[i] * gamma[i]) + beta[i], y[at], 5e-6, $"y[{at}]");
                    Samples.Close(expectedDx[i], dx[at], 5e-6 * Math.Max(1, expectedRstd), $"dx[{at}] of {columns}");
                    expectedGamma[i] += unit[i] * dy[at];
                    expectedBeta[i] += dy[at];
                }
            }

            for (var i = 0; i < columns; i++)
            {
                Samples.Close(expectedGamma[i], dgamma[i], 1e-5, $"dgamma[{i}]");
                Samples.Close(expectedBeta[i], dbeta[i], 1e-5, $"dbeta[{i}]");
            }
        }
    }

    [Fact]
    public void Forward_MeanFarFromZero_KeepsTheVariance()
    {
        // 10000 + {0, 1/64, ...}: a one-pass variance in single precision has no correct digit here.
        var x = Enumerable.Range(0, 256).Select(i => 10_000f + (i % 4 / 64f)).ToArray();
        float[] mean = [0], rstd = [0];
        LayerNorm.Forward(x, Ones(256), new float[256], Epsilon, 1, 256, new float[256], mean, rstd);
        Samples.Close(1 / Math.Sqrt(1.25 / 64 / 64), rstd[0], 1e-3, "rstd");
    }

    [Fact]
    public void Backward_AddsToParameterGradientsOrLeavesThemOut()
    {
        var x = Samples.Gaussian(20, 1);
        var dy = Samples.Gaussian(20, 2);
        var gamma = Ones(10);
        float[] mean = new float[2], rstd = new float[2], dx = new float[20], again = new float[20];
        LayerNorm.Forward(x, gamma, new float[10], Epsilon, 2, 10, new float[20], mean, rstd);
        float[] once = new float[10], shift = new float[10];
        LayerNorm.Backward(x, dy, gamma, mean, rstd, 2, 10, dx, once, shift);
        var twice = once.ToArray();
        LayerNorm.Backward(x, dy, gamma, mean, rstd, 2, 10, dx, twice, shift);
        Assert.All(Enumerable.Range(0, 10), i => Samples.Close(2 * once[i], twice[i], 1e-5, $"dgamma[{i}]"));
        LayerNorm.Backward(x, dy, gamma, mean, rstd, 2, 10, again, [], []);
        Assert.Equal(dx, again);
    }

    [Fact]
    public void Forward_NaN_StaysInItsRow()
    {
        var x = Samples.Gaussian(40, 1);
        x[3] = float.NaN;
        var y = new float[40];
        LayerNorm.Forward(x, Ones(20), new float[20], Epsilon, 2, 20, y, new float[2], new float[2]);
        Assert.All(y[..20], value => Assert.True(float.IsNaN(value)));
        Assert.DoesNotContain(y[20..], float.IsNaN);
    }

    [Fact]
    public void RejectsWrongShapes()
    {
        float[] two = [1, 2], one = [1];
        Assert.Throws<ArgumentException>(() => LayerNorm.Forward(two, one, two, Epsilon, 1, 2, new float[2], new float[1], new float[1]));
        Assert.Throws<ArgumentException>(() => LayerNorm.Forward(two, two, two, Epsilon, 1, 2, new float[2], new float[2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerNorm.Forward([], [], [], Epsilon, 0, 0, [], [], []));
        Assert.Throws<ArgumentException>(() => LayerNorm.Backward(two, two, two, one, one, 1, 2, new float[2], new float[1], []));
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
