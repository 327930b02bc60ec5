namespace GwSmm.Benchmarks;

/// <summary>One product: C [m, n] = op(A) op(B) over k.</summary>
/// <param name="Use">Where the encoder computes it.</param>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Length of the sums.</param>
/// <param name="TransposeA">Whether A lies transposed.</param>
/// <param name="TransposeB">Whether B lies transposed.</param>
public sealed record GemmShape(string Use, int M, int N, int K, bool TransposeA, bool TransposeB)
{
    /// <summary>Additions and multiplications.</summary>
    public double Operations => 2.0 * M * N * K;

    /// <inheritdoc/>
    public override string ToString() => $"{Use} {M}x{N}x{K} {(TransposeA ? 'T' : 'N')}{(TransposeB ? 'T' : 'N')}";
}
