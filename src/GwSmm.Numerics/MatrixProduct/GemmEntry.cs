using System.Numerics;
using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>Checks the arguments of a product, pins its operands and picks the kernel.</summary>
internal static unsafe class GemmEntry
{
    /// <summary>See <see cref="Gemm"/> for every parameter.</summary>
    public static void Multiply<T>(
        VectorWidth width, bool transposeA, bool transposeB, int m, int n, int k, T alpha, ReadOnlySpan<T> a, int lda,
        ReadOnlySpan<T> b, int ldb, T beta, Span<T> c, int ldc, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        CheckOperand(transposeA ? k : m, transposeA ? m : k, lda, a.Length, nameof(a), nameof(lda));
        CheckOperand(transposeB ? n : k, transposeB ? k : n, ldb, b.Length, nameof(b), nameof(ldb));
        CheckOperand(m, n, ldc, c.Length, nameof(c), nameof(ldc));
        if (m == 0 || n == 0)
        {
            return;
        }

        if (k == 0 || alpha == T.Zero)
        {
            Scale(m, n, beta, c, ldc);
            return;
        }

        fixed (T* pinnedA = a)
        fixed (T* pinnedB = b)
        fixed (T* pinnedC = c)
        {
            var problem = new GemmProblem<T>
            {
                M = m,
                N = n,
                K = k,
                Alpha = alpha,
                Beta = beta,
                A = pinnedA,
                ARow = transposeA ? 1 : lda,
                AColumn = transposeA ? lda : 1,
                B = pinnedB,
                BRow = transposeB ? 1 : ldb,
                BColumn = transposeB ? ldb : 1,
                C = pinnedC,
                CRow = ldc,
            };
            switch (width)
            {
                case VectorWidth.Bits512:
                    GemmDriver<T, Tile12<T, Vector512<T>, Lanes512<T>>>.Run(problem, threads);
                    break;
                case VectorWidth.Bits256:
                    GemmDriver<T, Tile6<T, Vector256<T>, Lanes256<T>>>.Run(problem, threads);
                    break;
                case VectorWidth.Bits128:
                    GemmDriver<T, Tile6<T, Vector128<T>, Lanes128<T>>>.Run(problem, threads);
                    break;
                default:
                    GemmDriver<T, Tile6<T, T, ScalarLanes<T>>>.Run(problem, threads);
                    break;
            }
        }
    }

    private static void CheckOperand(int rows, int columns, int stride, int length, string name, string strideName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, columns, strideName);
        var needed = rows == 0 || columns == 0 ? 0 : ((long)(rows - 1) * stride) + columns;
        if (length < needed)
        {
            throw new ArgumentException(
                $"A [{rows}, {columns}] matrix with rows {stride} apart needs {needed} elements, but {length} were given.", name);
        }
    }

    private static void Scale<T>(int m, int n, T beta, Span<T> c, int ldc)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            foreach (ref var value in c.Slice(i * ldc, n))
            {
                value = beta == T.Zero ? T.Zero : beta * value;
            }
        }
    }
}
