namespace GwSmm.Numerics.Tests;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void Decompose_RebuildsTheMatrixFromOrthonormalVectors()
    {
        const int Order = 12;
        var matrix = Samples.Gaussian(Order * Order, 1).Select(value => (double)value).ToArray();
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < i; j++)
            {
                matrix[(j * Order) + i] = matrix[(i * Order) + j];
            }
        }

        var eigen = SymmetricEigen.Decompose(matrix, Order);
        Assert.Equal(eigen.Values.Order(), eigen.Values);
        for (var i = 0; i < Order; i++)
        {
            for (var j = 0; j < Order; j++)
            {
                double rebuilt = 0, inner = 0;
                for (var l = 0; l < Order; l++)
                {
                    rebuilt += eigen.Vectors[(i * Order) + l] * eigen.Values[l] * eigen.Vectors[(j * Order) + l];
                    inner += eigen.Vectors[(l * Order) + i] * eigen.Vectors[(l * Order) + j];
                }

                Samples.Close(matrix[(i * Order) + j], rebuilt, 1e-12, $"matrix [{i}, {j}]");
                Samples.Close(i == j ? 1 : 0, inner, 1e-12, $"inner product [{i}, {j}]");
            }
        }
    }

    [Fact]
    public void Decompose_KnownMatrix() =>
        Assert.Equal([1.0, 3.0], SymmetricEigen.Decompose([2, 1, 1, 2], 2).Values, (a, b) => Math.Abs(a - b) < 1e-14);

    [Fact]
    public void Decompose_RejectsBadInput()
    {
        Assert.Empty(SymmetricEigen.Decompose([], 0).Values);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, 2, 3], 2));
        var error = Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, 2, double.NaN, 3], 2));
        Assert.Contains("[1, 0] is NaN", error.Message, StringComparison.Ordinal);
    }
}
