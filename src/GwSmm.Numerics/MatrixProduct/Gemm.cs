namespace GwSmm.Numerics;

/// <summary>
/// General matrix multiplication <c>C = alpha * op(A) * op(B) + beta * C</c> on row-major matrices, after BLAS level 3.
/// Every element is summed in the same order whatever the number of threads, the shape around it or the strides, so its bits
/// are the same too. NaN and infinity follow IEEE 754, except that nothing is read from A and B when alpha is 0 and nothing
/// from C when beta is 0. C must not overlap A or B. Thread-safe.
/// </summary>
public static class Gemm
{
    /// <summary>Multiplies in double precision.</summary>
    /// <param name="transposeA">Whether op(A) is the transpose; A is then [k, m] in memory.</param>
    /// <param name="transposeB">Whether op(B) is the transpose; B is then [n, k] in memory.</param>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A), rows of op(B).</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">A, row-major.</param>
    /// <param name="lda">Distance between rows of A, at least its number of columns.</param>
    /// <param name="b">B, row-major.</param>
    /// <param name="ldb">Distance between rows of B, at least its number of columns.</param>
    /// <param name="beta">Factor of C; 0 overwrites C even where it holds NaN.</param>
    /// <param name="c">C [m, n], row-major.</param>
    /// <param name="ldc">Distance between rows of C, at least n.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, a stride too small or <paramref name="threads"/> below 1.</exception>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, double alpha, ReadOnlySpan<double> a, int lda,
        ReadOnlySpan<double> b, int ldb, double beta, Span<double> c, int ldc, int threads = 1)
        => GemmEntry.Multiply(
            VectorWidths.Best, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, threads);

    /// <summary>Multiplies in single precision; see the double overload for every parameter.</summary>
    /// <param name="transposeA">Whether op(A) is the transpose.</param>
    /// <param name="transposeB">Whether op(B) is the transpose.</param>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A), rows of op(B).</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">A, row-major.</param>
    /// <param name="lda">Distance between rows of A.</param>
    /// <param name="b">B, row-major.</param>
    /// <param name="ldb">Distance between rows of B.</param>
    /// <param name="beta">Factor of C; 0 overwrites C.</param>
    /// <param name="c">C [m, n], row-major.</param>
    /// <param name="ldc">Distance between rows of C.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentException">A span is shorter than its shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, a stride too small or <paramref name="threads"/> below 1.</exception>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, float beta, Span<float> c, int ldc, int threads = 1)
        => GemmEntry.Multiply(
            VectorWidths.Best, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, threads);
}
