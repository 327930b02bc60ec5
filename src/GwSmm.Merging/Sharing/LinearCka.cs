using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Linear centred kernel alignment (Kornblith, Norouzi, Lee and Hinton, 2019; arXiv 1905.00414): ||Y^T X||^2 / (||X^T X|| ||Y^T Y||) of centred features.</summary>
internal static class LinearCka
{
    /// <summary>Computes the alignment.</summary>
    /// <param name="first">Features [n, d], row-major; centred in place.</param>
    /// <param name="second">Features [n, e] of the same n texts, row-major; centred in place.</param>
    /// <param name="count">Texts n.</param>
    /// <returns>In [0, 1]; 1 where neither varies, 0 where only one does.</returns>
    public static double Of(double[] first, double[] second, int count)
    {
        Centre(first, count);
        Centre(second, count);
        var (own, other, both) = (SquaredNorm(first, first, count), SquaredNorm(second, second, count), SquaredNorm(first, second, count));
        return own == 0 || other == 0 ? (own == other ? 1 : 0) : Math.Clamp(both / Math.Sqrt(own * other), 0, 1);
    }

    private static void Centre(double[] features, int count)
    {
        var width = features.Length / count;
        for (var j = 0; j < width; j++)
        {
            var mean = 0.0;
            for (var i = 0; i < count; i++)
            {
                mean += features[(i * width) + j] / count;
            }

            for (var i = 0; i < count; i++)
            {
                features[(i * width) + j] -= mean;
            }
        }
    }

    private static double SquaredNorm(double[] first, double[] second, int count)
    {
        var (rows, columns) = (first.Length / count, second.Length / count);
        var product = new double[rows * columns];
        Gemm.Multiply(true, false, rows, columns, count, 1.0, first, rows, second, columns, 0, product, columns);
        return product.Sum(value => value * value);
    }
}
