using System.Numerics.Tensors;

namespace GwSmm.Merging;

/// <summary>A merge whose tensors are linear combinations: (base factor * base + sum of factor_k * model_k) / divisor, summed in double.</summary>
/// <param name="factors">The factors of a tensor.</param>
internal sealed class LinearMerge(Func<TensorInfo, LinearFactors> factors) : ITensorMerge
{
    private const int Chunk = 512;

    /// <inheritdoc/>
    public void Merge(TensorPiece piece, Span<float> merged)
    {
        var (models, origin, divisor) = factors(piece.Tensor);
        Span<double> sum = stackalloc double[Chunk];
        Span<double> wide = stackalloc double[Chunk];
        for (var start = 0; start < merged.Length; start += Chunk)
        {
            var count = Math.Min(Chunk, merged.Length - start);
            var sums = sum[..count];
            sums.Clear();
            if (origin != 0)
            {
                Add(piece.Base.Slice(start, count), origin, sums, wide[..count]);
            }

            for (var m = 0; m < models.Length; m++)
            {
                Add(piece.Model(m).Slice(start, count), models[m], sums, wide[..count]);
            }

            if (divisor != 1)
            {
                TensorPrimitives.Divide(sums, divisor, sums);
            }

            TensorPrimitives.ConvertTruncating<double, float>(sums, merged.Slice(start, count));
        }
    }

    private static void Add(ReadOnlySpan<float> values, double factor, Span<double> sums, Span<double> wide)
    {
        TensorPrimitives.ConvertTruncating<float, double>(values, wide);
        TensorPrimitives.MultiplyAdd(wide, factor, sums, sums);
    }
}
