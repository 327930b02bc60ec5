namespace GwSmm.Numerics.Tests;

public sealed class CholeskyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(48)]
    [InlineData(133)]
    public void Solve_RecoversTheSolution(int order)
    {
        const int Columns = 3;
        var matrix = PositiveDefinite(order);
        var solution = Samples.Gaussian(order * Columns, 2).Select(value => (double)value).ToArray();
        var right = new double[order * Columns];
        Gemm.Multiply(false, false, order, Columns, order, 1.0, matrix, order, solution, Columns, 0.0, right, Columns);
        Cholesky.TryFactorise(matrix, order, 2)!.Solve(right, Columns);
        Assert.All(Enumerable.Range(0, right.Length), i => Samples.Close(solution[i], right[i], 1e-9, $"element {i}"));
    }

    [Fact]
    public void TryFactorise_ReadsTheLowerTriangleOnly()
    {
        double[] right = [5, 9];
        Cholesky.TryFactorise([2, double.NaN, 1, 4], 2)!.Solve(right);
        Assert.Equal([11.0 / 7, 13.0 / 7], right.Select(value => Math.Round(value, 14)), (a, b) => Math.Abs(a - b) < 1e-13);
    }

    [Fact]
    public void Factorise_AnyThreads_GivesTheSameBits()
    {
        var matrix = PositiveDefinite(200);
        var one = Samples.Gaussian(200, 1).Select(value => (double)value).ToArray();
        var four = one.ToArray();
        Cholesky.TryFactorise(matrix, 200, 1)!.Solve(one);
        Cholesky.TryFactorise(matrix, 200, 4)!.Solve(four);
        Assert.Equal(one, four);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void TryFactorise_NotPositiveDefinite_GivesNull(double bad)
    {
        var matrix = PositiveDefinite(60);
        matrix[(55 * 60) + 55] = bad;
        Assert.Null(Cholesky.TryFactorise(matrix, 60));
    }

    [Fact]
    public void RejectsWrongShapes()
    {
        Assert.Throws<ArgumentException>(() => Cholesky.TryFactorise([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => Cholesky.TryFactorise([1], 1)!.Solve(new double[2]));
    }

    private static double[] PositiveDefinite(int order)
    {
        var root = Samples.Gaussian(order * order, 1).Select(value => (double)value).ToArray();
        var matrix = new double[order * order];
        for (var i = 0; i < order; i++)
        {
            matrix[i * (order + 1)] = 1;
        }

        Gemm.Multiply(false, true, order, order, order, 1.0, root, order, root, order, 1.0, matrix, order);
        return matrix;
    }
}
