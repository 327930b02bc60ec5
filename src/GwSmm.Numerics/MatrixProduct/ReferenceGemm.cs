using System.Numerics;

namespace GwSmm.Numerics;

/// <summary>The product as its definition reads; tests compare every fast path with it.</summary>
internal static class ReferenceGemm
{
    /// <summary>See <see cref="Gemm"/> for every parameter; sums run in double.</summary>
    public static void Multiply<T>(
        bool transposeA, bool transposeB, int m, int n, int k, T alpha, ReadOnlySpan<T> a, int lda,
        ReadOnlySpan<T> b, int ldb, T beta, Span<T> c, int ldc)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var l = 0; l < k && alpha != T.Zero; l++)
                {
                    var x = transposeA ? a[(l * lda) + i] : a[(i * lda) + l];
                    var y = transposeB ? b[(j * ldb) + l] : b[(l * ldb) + j];
                    sum += double.CreateChecked(x) * double.CreateChecked(y);
                }

                ref var target = ref c[(i * ldc) + j];
                var scaled = double.CreateChecked(alpha) * sum;
                target = T.CreateChecked(beta == T.Zero ? scaled : scaled + (double.CreateChecked(beta) * double.CreateChecked(target)));
            }
        }
    }
}
