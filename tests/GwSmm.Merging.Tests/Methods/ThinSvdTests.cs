using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class ThinSvdTests
{
    [Theory]
    [InlineData(40, 25)]
    [InlineData(25, 40)]
    [InlineData(30, 30)]
    public void Factors_are_orthonormal_and_give_the_matrix_back(int rows, int columns)
    {
        var matrix = Random(rows, columns);
        var order = Math.Min(rows, columns);
        var svd = ThinSvd.Decompose(matrix, rows, columns, order, 2);
        var error = 0.0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                error = Math.Max(error, Math.Abs(matrix[(i * columns) + j] - Enumerable.Range(0, order).Sum(r => svd.Left[(i * order) + r] * svd.Values[r] * svd.Right[(r * columns) + j])));
            }
        }

        Assert.InRange(error, 0, 1e-12);
        Assert.Equal(svd.Values.OrderDescending(), svd.Values);
        for (var a = 0; a < order; a++)
        {
            for (var b = 0; b < order; b++)
            {
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, rows).Sum(i => svd.Left[(i * order) + a] * svd.Left[(i * order) + b]), 1e-9);
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, columns).Sum(j => svd.Right[(a * columns) + j] * svd.Right[(b * columns) + j]), 1e-9);
            }
        }
    }

    [Fact]
    public void The_polar_factor_of_a_rotation_is_itself_and_of_a_small_rank_has_no_more()
    {
        double[] rotation = [0.6, -0.8, 0.8, 0.6];
        var (factor, sum) = ThinSvd.Polar([.. rotation.Select(value => 3 * value)], 2, 2, 1);
        Assert.Equal(6, sum, 1e-12);
        Assert.All(rotation.Zip(factor), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        // [3, 4]' [1, 0] has one singular value, 5: the second direction stays 0.
        Assert.All(new[] { 0.6, 0, 0.8, 0 }.Zip(ThinSvd.Polar([3, 0, 4, 0], 2, 2, 1).Factor), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Small_singular_values_keep_enough_digits()
    {
        // U diag(1 ... 1e-5) V' of known singular values: squaring them leaves the smallest ten digits less.
        const int Order = 20;
        var (left, _) = ThinSvd.Polar(Random(Order, Order), Order, Order, 1);
        double[] values = [.. Enumerable.Range(0, Order).Select(i => Math.Pow(10, -5.0 * i / (Order - 1)))];
        var matrix = new double[Order * Order];
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
            {
                matrix[(i * Order) + j] = Enumerable.Range(0, Order).Sum(r => left[(i * Order) + r] * values[r] * left[(r * Order) + j]);
            }
        }

        Assert.All(values.Zip(ThinSvd.Decompose(matrix, Order, Order, Order, 1).Values), pair => Assert.Equal(1, pair.Second / pair.First, 1e-5));
        var (polar, _) = ThinSvd.Polar(matrix, Order, Order, 1);
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, Order).Sum(r => polar[(i * Order) + r] * polar[(j * Order) + r]), 1e-5);
            }
        }
    }

    [Fact]
    public void The_largest_values_alone_are_those_of_the_whole()
    {
        var matrix = Random(12, 9);
        Assert.Equal(ThinSvd.Decompose(matrix, 12, 9, 9, 1).Values[..4], ThinSvd.Decompose(matrix, 12, 9, 4, 1).Values);
    }

    private static double[] Random(int rows, int columns)
    {
        var random = new DeterministicRandom(5);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())];
    }
}
