using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// One bit per value: scale * vector where it is set. The vector is one that several items share (EMR-Merging, Huang et al., 2024; TALL
/// masks, Wang et al., 2024), so it is stored once for all of them and not counted here.
/// </summary>
public sealed class MaskDelta : TensorDelta
{
    private const int ChunkValues = 256;
    private readonly byte[] _mask;
    private readonly int _rowBytes;

    /// <summary>Joins the parts.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="vector">What is masked; its shape is that of the delta.</param>
    /// <param name="mask">Rows of one bit as <see cref="PackedCodes"/> packs them; kept, not copied.</param>
    /// <param name="scale">Factor of the vector.</param>
    /// <exception cref="ArgumentException">The length of the mask does not fit, or the scale is not finite.</exception>
    public MaskDelta(string name, DenseDelta vector, byte[] mask, float scale)
        : base(name, (vector ?? throw new ArgumentNullException(nameof(vector))).Shape)
    {
        ArgumentNullException.ThrowIfNull(mask);
        _rowBytes = PackedCodes.RowBytes(Columns, 1);
        Demand(mask.LongLength == (long)Rows * _rowBytes, $"has a mask of {mask.LongLength} bytes; expected {(long)Rows * _rowBytes}");
        DemandFinite([scale]);
        Vector = vector;
        Scale = scale;
        _mask = mask;
    }

    /// <summary>What is masked.</summary>
    public DenseDelta Vector { get; }

    /// <summary>Factor of the vector.</summary>
    public float Scale { get; }

    /// <inheritdoc/>
    public override long ByteCount => _mask.LongLength + sizeof(float);

    /// <inheritdoc/>
    private protected override void AddCore(int first, int count, Span<float> target)
    {
        Span<float> buffer = stackalloc float[ChunkValues];
        for (var row = 0; row < count; row++)
        {
            var mask = _mask.AsSpan((first + row) * _rowBytes, _rowBytes);
            for (var done = 0; done < Columns; done += ChunkValues)
            {
                var width = Math.Min(ChunkValues, Columns - done);
                var vector = Vector.Read(((first + row) * Columns) + done, width, buffer);
                PackedCodes.AddMasked(mask.Slice(done / 8, (width + 7) / 8), Scale, vector, target.Slice((row * Columns) + done, width));
            }
        }
    }

    /// <inheritdoc/>
    internal override DeltaRecord Describe(ICollection<RawTensor> parts)
    {
        parts.Add(RawTensor.Bytes(PartName(DeltaRecord.Mask), [Rows, _rowBytes], _mask));
        parts.Add(RawTensor.Single(PartName(DeltaRecord.Scales), [1], [Scale]));
        return new DeltaRecord(Name, DeltaRecord.MaskKind, Shape) { Vector = Vector.Name };
    }
}
