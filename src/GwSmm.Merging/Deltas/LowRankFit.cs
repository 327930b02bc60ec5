using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// The nearest matrix of a rank (Eckart and Young, 1936) by eigenvectors of the smaller Gram matrix in double precision: all of them where
/// it is small, else the leading ones by subspace iteration (Rutishauser, 1969; Halko, Martinsson and Tropp, 2011).
/// </summary>
internal static class LowRankFit
{
    private const int MostForAll = 96;
    private const int Spare = 8;
    private const int MostIterations = 60;
    private const double Tolerance = 1e-9;

    /// <summary>Makes the delta.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">[rows, columns].</param>
    /// <param name="values">The difference.</param>
    /// <param name="rank">The rank; limited by the smaller size.</param>
    /// <param name="threads">Threads to use.</param>
    public static LowRankDelta Fit(string name, IReadOnlyList<int> shape, float[] values, int rank, int threads)
    {
        var (rows, columns) = (shape[0], shape[1]);
        var order = Math.Min(rows, columns);
        var kept = Math.Min(rank, order);
        var wide = rows < columns;
        var matrix = Array.ConvertAll(values, value => (double)value);
        var gram = new double[order * order];
        Gemm.Multiply(!wide, wide, order, order, Math.Max(rows, columns), 1.0, matrix, columns, matrix, columns, 0, gram, order, threads);
        var basis = Leading(gram, order, kept, threads);

        // A = (A Q) Q^T for the right singular vectors Q, A = Q (Q^T A) for the left ones.
        var other = new double[kept * Math.Max(rows, columns)];
        if (wide)
        {
            Gemm.Multiply(true, false, kept, columns, rows, 1.0, basis, kept, matrix, columns, 0, other, columns, threads);
            return new LowRankDelta(name, shape, kept, Array.ConvertAll(basis, value => (float)value), Array.ConvertAll(other, value => (float)value));
        }

        Gemm.Multiply(false, false, rows, kept, columns, 1.0, matrix, columns, basis, kept, 0, other, kept, threads);
        var down = new float[kept * columns];
        for (var i = 0; i < columns; i++)
        {
            for (var k = 0; k < kept; k++)
            {
                down[(k * columns) + i] = (float)basis[(i * kept) + k];
            }
        }

        return new LowRankDelta(name, shape, kept, Array.ConvertAll(other, value => (float)value), down);
    }

    /// <summary>Orthonormal eigenvectors of the largest eigenvalues of a Gram matrix, as columns [order, count].</summary>
    private static double[] Leading(double[] gram, int order, int count, int threads)
    {
        var width = Math.Min(order, count + Spare);
        if (order <= MostForAll || width * 4 > order)
        {
            return Last(SymmetricEigen.Decompose(gram, order).Vectors, order, order, count);
        }

        var random = new DeterministicRandom(DeterministicRandom.Derive(0, "low rank"));
        var basis = new double[order * width];
        for (var i = 0; i < basis.Length; i++)
        {
            basis[i] = random.NextGaussian();
        }

        Orthonormalise(basis, order, width);
        var product = new double[basis.Length];
        var small = new double[width * width];
        var before = 0.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            Gemm.Multiply(false, false, order, width, order, 1.0, gram, order, basis, width, 0, product, width, threads);
            Gemm.Multiply(true, false, width, width, order, 1.0, basis, width, product, width, 0, small, width);
            var ritz = SymmetricEigen.Decompose(small, width);
            var kept = ritz.Values.AsSpan(width - count).ToArray().Sum();
            var rotated = new double[basis.Length];
            Gemm.Multiply(false, false, order, width, width, 1.0, product, width, ritz.Vectors, width, 0, rotated, width);
            if (kept - before <= Tolerance * kept)
            {
                Gemm.Multiply(false, false, order, width, width, 1.0, basis, width, ritz.Vectors, width, 0, rotated, width);
                return Last(rotated, order, width, count);
            }

            before = kept;
            Orthonormalise(rotated, order, width);
            basis = rotated;
        }

        return Last(basis, order, width, count);
    }

    /// <summary>The last columns, the largest eigenvalue first.</summary>
    private static double[] Last(double[] vectors, int order, int width, int count)
    {
        var result = new double[order * count];
        for (var i = 0; i < order; i++)
        {
            for (var k = 0; k < count; k++)
            {
                result[(i * count) + k] = vectors[(i * width) + width - 1 - k];
            }
        }

        return result;
    }

    // Gram-Schmidt, twice, the last column (of the largest eigenvalue) first; a column that vanishes becomes zero.
    private static void Orthonormalise(double[] columns, int order, int width)
    {
        for (var k = width - 1; k >= 0; k--)
        {
            var before = Norm(columns, order, width, k);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = width - 1; j > k; j--)
                {
                    var dot = 0.0;
                    for (var i = 0; i < order; i++)
                    {
                        dot += columns[(i * width) + j] * columns[(i * width) + k];
                    }

                    for (var i = 0; i < order; i++)
                    {
                        columns[(i * width) + k] -= dot * columns[(i * width) + j];
                    }
                }
            }

            var norm = Norm(columns, order, width, k);
            var factor = norm > 1e-12 * before ? 1 / norm : 0;
            for (var i = 0; i < order; i++)
            {
                columns[(i * width) + k] *= factor;
            }
        }
    }

    private static double Norm(double[] columns, int order, int width, int k)
    {
        var sum = 0.0;
        for (var i = 0; i < order; i++)
        {
            sum += columns[(i * width) + k] * columns[(i * width) + k];
        }

        return Math.Sqrt(sum);
    }
}
