using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class GramMatrixTests
{
    [Theory]
    [InlineData(3, 2, 7, 1)]
    [InlineData(130, 5, 1100, 2)]
    public void Sums_are_those_of_plain_loops(int inputs, int outputs, int rows, int threads)
    {
        var random = new DeterministicRandom(1);
        float[] x = [.. Enumerable.Range(0, rows * inputs).Select(_ => (float)random.NextGaussian())];
        double[] y = [.. Enumerable.Range(0, rows * outputs).Select(_ => random.NextGaussian())];
        var gram = new GramMatrix(inputs, outputs, threads);
        var cut = rows / 3;
        gram.Add(x, cut, (row, target) => y.AsSpan(row * outputs, outputs).CopyTo(target.Span));
        gram.Add(x.AsSpan(cut * inputs), rows - cut, (row, target) => y.AsSpan((cut + row) * outputs, outputs).CopyTo(target.Span));
        gram.Scale(0.5);

        double X(int row, int i) => i == inputs ? 1 : x[(row * inputs) + i];
        for (var i = 0; i <= inputs; i += 1 + (inputs / 7))
        {
            for (var j = 0; j <= inputs; j++)
            {
                var expected = Enumerable.Range(0, rows).Average(row => X(row, i) * X(row, j)) * (i == j ? 1 : 0.5);
                Assert.Equal(expected, gram.Values[(i * (inputs + 1)) + j], 1e-12);
            }

            for (var o = 0; o < outputs; o++)
            {
                Assert.Equal(Enumerable.Range(0, rows).Average(row => X(row, i) * y[(row * outputs) + o]), gram.Cross[(i * outputs) + o], 1e-12);
            }
        }

        var before = gram.Values[0];
        gram.AddRidge(0.25);
        Assert.Equal(before + (0.25 * (gram.MeanDiagonal() / 1.25)), gram.Values[0], 1e-12);
    }
}
