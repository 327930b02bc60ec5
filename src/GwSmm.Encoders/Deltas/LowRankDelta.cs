using System.Buffers;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>A matrix of low rank, U V: a truncated singular value decomposition, or an adapter (LoRA, Hu et al., 2021).</summary>
public sealed class LowRankDelta : TensorDelta
{
    // Between one text and a full batch: a sum is made once per batch, thin products for every token. It must not be the batch at hand,
    // since the bits of features would depend on it.
    private const int TokensPerSum = 256;

    // What it costs to copy a value and to add to it where it lies, in multiply-adds.
    private const int SumCost = 32;

    private const int LookupRows = 96;

    private readonly FloatWeights _down;

    /// <summary>Joins the factors.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape [out, in].</param>
    /// <param name="rank">Columns of U and rows of V, at least 1.</param>
    /// <param name="up">U [out, rank]; kept, not copied.</param>
    /// <param name="down">V [rank, in]; kept, not copied.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or a value is not finite.</exception>
    public LowRankDelta(string name, IReadOnlyList<int> shape, int rank, float[] up, float[] down)
        : base(name, shape)
    {
        ArgumentNullException.ThrowIfNull(up);
        ArgumentNullException.ThrowIfNull(down);
        Demand(
            rank >= 1 && up.LongLength == (long)Rows * rank && down.LongLength == (long)rank * Columns,
            $"has factors of {up.LongLength} and {down.LongLength} values; expected those of rank {rank}");
        DemandFinite(up);
        DemandFinite(down);
        Rank = rank;
        Up = up;
        Down = down;
        _down = new FloatWeights(down, new float[rank]);
    }

    /// <summary>Columns of U and rows of V.</summary>
    public int Rank { get; }

    /// <inheritdoc/>
    public override long ByteCount => sizeof(float) * (Up.LongLength + Down.LongLength);

    /// <summary>U [out, rank].</summary>
    internal float[] Up { get; }

    /// <summary>V [rank, in].</summary>
    internal float[] Down { get; }

    /// <summary>Whether U (V x) beside W x takes fewer operations than W + U V.</summary>
    internal bool IsThin => Rank <= LowRankWeights.MostRank
        && (long)Rank * (Rows + Columns) * TokensPerSum <= (long)Rows * Columns * (Rank + SumCost);

    /// <summary>A dense layer with this delta beside its weight.</summary>
    /// <param name="weights">The weight [out, in] and its bias.</param>
    internal LowRankWeights Beside(FloatWeights weights) => new(weights, Up, _down);

    /// <inheritdoc/>
    private protected override void AddCore(int first, int count, Span<float> target) =>
        Gemm.Multiply(false, false, count, Columns, Rank, 1, Up.AsSpan(first * Rank, count * Rank), Rank, Down, Columns, 1, target, Columns);

    /// <inheritdoc/>
    internal override void AddLookups(ReadOnlySpan<int> rows, Span<float> target)
    {
        // One product of many rows: a product of one row takes as long as that of a whole tile.
        var gathered = ArrayPool<float>.Shared.Rent(Math.Min(LookupRows, rows.Length) * Rank);
        for (var first = 0; first < rows.Length; first += LookupRows)
        {
            var count = Math.Min(LookupRows, rows.Length - first);
            for (var i = 0; i < count; i++)
            {
                Up.AsSpan(rows[first + i] * Rank, Rank).CopyTo(gathered.AsSpan(i * Rank));
            }

            Gemm.Multiply(false, false, count, Columns, Rank, 1, gathered, Rank, Down, Columns, 1, target.Slice(first * Columns, count * Columns), Columns);
        }

        ArrayPool<float>.Shared.Return(gathered);
    }

    /// <inheritdoc/>
    internal override DeltaRecord Describe(ICollection<RawTensor> parts)
    {
        parts.Add(RawTensor.Single(PartName(DeltaRecord.Up), [Rows, Rank], Up));
        parts.Add(RawTensor.Single(PartName(DeltaRecord.Down), [Rank, Columns], Down));
        return new DeltaRecord(Name, DeltaRecord.LowRank, Shape);
    }
}
