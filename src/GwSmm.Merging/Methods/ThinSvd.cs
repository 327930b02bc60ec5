using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// The largest singular values and vectors of a matrix, by the eigenvectors of its smaller Gram matrix in double. Values below
/// <see cref="RelativeCut"/> of the largest, to which that squaring leaves too few digits, count as 0 and their vectors as 0.
/// </summary>
internal sealed class ThinSvd
{
    /// <summary>The smallest singular value kept, relative to the largest.</summary>
    public const double RelativeCut = 1e-6;

    private ThinSvd(double[] left, double[] values, double[] right)
    {
        Left = left;
        Values = values;
        Right = right;
    }

    /// <summary>Left singular vectors [rows, rank], one a column.</summary>
    public double[] Left { get; }

    /// <summary>Singular values [rank], descending.</summary>
    public double[] Values { get; }

    /// <summary>Right singular vectors [rank, columns], one a row.</summary>
    public double[] Right { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="rank">How many of the largest to find, at most the smaller of rows and columns.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>The decomposition.</returns>
    public static ThinSvd Decompose(double[] matrix, int rows, int columns, int rank, int threads)
    {
        var (values, vectors) = Gram(matrix, rows, columns, threads);
        var order = Math.Min(rows, columns);
        var kept = new double[rank];
        var inner = new double[order * rank];
        for (var j = 0; j < rank; j++)
        {
            kept[j] = values[order - 1 - j];
            for (var i = 0; i < order && kept[j] > 0; i++)
            {
                inner[(i * rank) + j] = vectors[(i * order) + order - 1 - j];
            }
        }

        // The vectors of the longer side are products with the matrix, divided by the values.
        double[] inverse = [.. kept.Select(value => value > 0 ? 1 / value : 0)];
        if (columns <= rows)
        {
            var left = new double[rows * rank];
            Gemm.Multiply(false, false, rows, rank, columns, 1, matrix, columns, inner, rank, 0, left, rank, threads);
            for (var i = 0; i < rows; i++)
            {
                var row = left.AsSpan(i * rank, rank);
                TensorPrimitives.Multiply(row, inverse, row);
            }

            return new ThinSvd(left, kept, MatrixMerge.Transpose(inner, order, rank));
        }

        var right = new double[rank * columns];
        Gemm.Multiply(true, false, rank, columns, rows, 1, inner, rank, matrix, columns, 0, right, columns, threads);
        for (var j = 0; j < rank; j++)
        {
            var row = right.AsSpan(j * columns, columns);
            TensorPrimitives.Multiply(row, inverse[j], row);
        }

        return new ThinSvd(inner, kept, right);
    }

    /// <summary>The nearest matrix with orthonormal columns or rows: U V' of the decomposition U S V' (Schönemann, 1966). What has no singular value stays 0.</summary>
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <returns>That matrix [rows, columns], and the sum of the singular values.</returns>
    public static (double[] Factor, double Sum) Polar(double[] matrix, int rows, int columns, int threads)
    {
        var (values, vectors) = Gram(matrix, rows, columns, threads);
        var order = Math.Min(rows, columns);
        var scaled = new double[order * order];
        double[] inverse = [.. values.Select(value => value > 0 ? 1 / value : 0)];
        for (var i = 0; i < order; i++)
        {
            TensorPrimitives.Multiply(vectors.AsSpan(i * order, order), inverse, scaled.AsSpan(i * order, order));
        }

        // (A'A)^(-1/2) on the right of A, or (AA')^(-1/2) on its left.
        var root = new double[order * order];
        Gemm.Multiply(false, true, order, order, order, 1, scaled, order, vectors, order, 0, root, order, threads);
        var factor = new double[rows * columns];
        if (columns <= rows)
        {
            Gemm.Multiply(false, false, rows, columns, columns, 1, matrix, columns, root, columns, 0, factor, columns, threads);
        }
        else
        {
            Gemm.Multiply(false, false, rows, columns, rows, 1, root, rows, matrix, columns, 0, factor, columns, threads);
        }

        return (factor, TensorPrimitives.Sum<double>(values));
    }

    // Singular values in ascending order, those below the cut 0, and the singular vectors of the shorter side.
    private static (double[] Values, double[] Vectors) Gram(double[] matrix, int rows, int columns, int threads)
    {
        var order = Math.Min(rows, columns);
        var gram = new double[order * order];
        if (columns <= rows)
        {
            Gemm.Multiply(true, false, columns, columns, rows, 1, matrix, columns, matrix, columns, 0, gram, columns, threads);
        }
        else
        {
            Gemm.Multiply(false, true, rows, rows, columns, 1, matrix, columns, matrix, columns, 0, gram, rows, threads);
        }

        var eigen = SymmetricEigen.Decompose(gram, order);
        double[] values = [.. eigen.Values.Select(value => Math.Sqrt(Math.Max(0, value)))];
        var cut = RelativeCut * values[^1];
        return ([.. values.Select(value => value > cut ? value : 0)], eigen.Vectors);
    }
}
