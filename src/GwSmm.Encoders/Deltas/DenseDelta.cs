using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>A whole difference, in single or half precision: for layers that stay an item's own, and for biases and norms, which are small.</summary>
public sealed class DenseDelta : TensorDelta
{
    private const int ChunkValues = 256;
    private readonly float[]? _single;
    private readonly Half[]? _half;

    /// <summary>A difference in single precision.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">The difference, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a value is not finite.</exception>
    public DenseDelta(string name, IReadOnlyList<int> shape, float[] values)
        : base(name, shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        Demand(values.LongLength == (long)Rows * Columns, $"has {values.LongLength} values; expected {(long)Rows * Columns}");
        DemandFinite(values);
        _single = values;
    }

    /// <summary>A difference in half precision.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">The difference, row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a value is not finite.</exception>
    public DenseDelta(string name, IReadOnlyList<int> shape, Half[] values)
        : base(name, shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        Demand(values.LongLength == (long)Rows * Columns, $"has {values.LongLength} values; expected {(long)Rows * Columns}");
        Demand(TensorPrimitives.IsFiniteAll<Half>(values), $"holds NaN or infinity; expected finite numbers");
        _half = values;
    }

    /// <summary>Whether values are in half precision.</summary>
    public bool HalfPrecision => _half is not null;

    /// <inheritdoc/>
    public override long ByteCount => _half is not null ? 2 * _half.LongLength : sizeof(float) * _single!.LongLength;

    /// <summary>The values from a place on; in half precision they are converted into the buffer.</summary>
    internal ReadOnlySpan<float> Read(int start, int count, Span<float> buffer)
    {
        if (_single is not null)
        {
            return _single.AsSpan(start, count);
        }

        TensorPrimitives.ConvertToSingle(_half.AsSpan(start, count), buffer);
        return buffer[..count];
    }

    /// <inheritdoc/>
    private protected override void AddCore(int first, int count, Span<float> target)
    {
        Span<float> buffer = stackalloc float[ChunkValues];
        for (var done = 0; done < target.Length; done += ChunkValues)
        {
            var chunk = target.Slice(done, Math.Min(ChunkValues, target.Length - done));
            TensorPrimitives.Add(chunk, Read((first * Columns) + done, chunk.Length, buffer), chunk);
        }
    }

    /// <inheritdoc/>
    internal override DeltaRecord Describe(ICollection<RawTensor> parts)
    {
        parts.Add(_single is not null ? RawTensor.Single(PartName(DeltaRecord.Values), Shape, _single) : RawTensor.Halves(PartName(DeltaRecord.Values), Shape, _half!));
        return new DeltaRecord(Name, DeltaRecord.Dense, Shape);
    }
}
