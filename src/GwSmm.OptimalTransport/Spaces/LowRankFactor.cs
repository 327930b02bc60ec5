using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Squared Euclidean costs as C_ij = s_i + s_j - 2 x_i.x_j with s_i = |x_i|^2: rank d + 2, so products with C cost O(n d) a column
/// instead of O(n^2). The points are centred, which keeps s small and the sum accurate. Immutable; thread-safe.
/// </summary>
internal sealed class LowRankFactor
{
    private LowRankFactor(double[] points, double[] squares, int dimension)
    {
        Points = points;
        Squares = squares;
        Dimension = dimension;
    }

    /// <summary>The centred points x [n, d].</summary>
    public double[] Points { get; }

    /// <summary>The squared norms s [n].</summary>
    public double[] Squares { get; }

    /// <summary>The number of features d.</summary>
    public int Dimension { get; }

    /// <summary>Centres points.</summary>
    /// <param name="features">The points [n, d].</param>
    /// <param name="dimension">The number of features d.</param>
    /// <param name="scale">What the squared distances are divided by.</param>
    /// <returns>The factor of the scaled costs.</returns>
    public static LowRankFactor Create(ReadOnlySpan<double> features, int dimension, double scale)
    {
        var count = features.Length / dimension;
        var points = features.ToArray();
        var mean = new double[dimension];
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.Add(mean, features.Slice(i * dimension, dimension), mean);
        }

        TensorPrimitives.Divide(mean, (double)count, mean);
        var root = Math.Sqrt(scale);
        var squares = new double[count];
        for (var i = 0; i < count; i++)
        {
            var point = points.AsSpan(i * dimension, dimension);
            TensorPrimitives.Subtract(point, mean, point);
            TensorPrimitives.Divide(point, root, point);
            squares[i] = TensorPrimitives.SumOfSquares<double>(point);
        }

        return new LowRankFactor(points, squares, dimension);
    }

    /// <summary>The factor of some of the points.</summary>
    /// <param name="kept">Their positions.</param>
    /// <returns>The factor.</returns>
    public LowRankFactor Select(int[] kept)
    {
        var points = new double[kept.Length * Dimension];
        for (var i = 0; i < kept.Length; i++)
        {
            Points.AsSpan(kept[i] * Dimension, Dimension).CopyTo(points.AsSpan(i * Dimension));
        }

        return new LowRankFactor(points, Array.ConvertAll(kept, i => Squares[i]), Dimension);
    }
}
