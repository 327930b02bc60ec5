namespace GwSmm.Numerics.Tests;

public sealed class SymmetricEigenvaluesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(60)]
    public void Values_are_those_of_the_decomposition_with_vectors(int order)
    {
        var matrix = Symmetric(order, 1);

        var values = SymmetricEigenvalues.Of(matrix, order);

        Check(SymmetricEigen.Decompose(matrix, order).Values, values);
    }

    [Fact]
    public void Matrices_of_low_rank_blocks_and_multiples_of_the_identity_converge()
    {
        const int Order = 40;
        var factor = Samples.Gaussian(Order * 2, 3).Select(value => (double)value).ToArray();
        var lowRank = new double[Order * Order];
        var blocks = new double[Order * Order];
        var identity = new double[Order * Order];
        for (var i = 0; i < Order; i++)
        {
            identity[(i * Order) + i] = -2.5;
            for (var j = 0; j < Order; j++)
            {
                lowRank[(i * Order) + j] = (factor[2 * i] * factor[2 * j]) - (factor[(2 * i) + 1] * factor[(2 * j) + 1]);
                blocks[(i * Order) + j] = i / 8 == j / 8 ? 1 : 0;
            }
        }

        Check(SymmetricEigen.Decompose(lowRank, Order).Values, SymmetricEigenvalues.Of(lowRank, Order));
        Check([.. Enumerable.Repeat(0.0, 35), .. Enumerable.Repeat(8.0, 5)], SymmetricEigenvalues.Of(blocks, Order));
        Assert.All(SymmetricEigenvalues.Of(identity, Order), value => Assert.Equal(-2.5, value));
        Assert.All(SymmetricEigenvalues.Of(new double[Order * Order], Order), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Scaling_the_matrix_scales_the_values()
    {
        var matrix = Symmetric(20, 5);
        var scaled = matrix.Select(value => value * Math.ScaleB(1, 400)).ToArray();

        Assert.Equal(SymmetricEigenvalues.Of(matrix, 20).Select(value => value * Math.ScaleB(1, 400)), SymmetricEigenvalues.Of(scaled, 20));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Empty(SymmetricEigenvalues.Of([], 0));
        Assert.Throws<ArgumentException>(() => SymmetricEigenvalues.Of([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => SymmetricEigenvalues.Of([1, double.NaN, double.NaN, 3], 2));
        Assert.Throws<ArgumentException>(() => SymmetricEigenvalues.Of([double.PositiveInfinity], 1));
    }

    private static void Check(double[] expected, double[] actual)
    {
        var scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.InRange(actual[k] - expected[k], -1e-13 * scale, 1e-13 * scale);
        }
    }

    private static double[] Symmetric(int order, ulong seed)
    {
        var matrix = Samples.Gaussian(order * order, seed).Select(value => (double)value).ToArray();
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < i; j++)
            {
                matrix[(j * order) + i] = matrix[(i * order) + j];
            }
        }

        return matrix;
    }
}
