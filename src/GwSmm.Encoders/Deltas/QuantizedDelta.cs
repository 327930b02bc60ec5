using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// A delta of few bits per value with one scale per row (per output channel, as BitDelta and delta compression do): (code + offset) * scale.
/// With offset 0 the levels are 0, +-scale, +-2 scale ...; with 1/2 they are +-scale / 2, +-3 scale / 2 ..., all codes used.
/// </summary>
public sealed class QuantizedDelta : TensorDelta
{
    private readonly byte[] _codes;
    private readonly float[] _scales;
    private readonly int _rowBytes;

    /// <summary>Joins the parts.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="bits">Bits of a code: 1 to 8.</param>
    /// <param name="halfSteps">Whether 1/2 is added to every code.</param>
    /// <param name="codes">Rows of codes as <see cref="PackedCodes"/> packs them; kept, not copied.</param>
    /// <param name="scales">[rows]; kept, not copied.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape, or a scale is not finite.</exception>
    public QuantizedDelta(string name, IReadOnlyList<int> shape, int bits, bool halfSteps, byte[] codes, float[] scales)
        : base(name, shape)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(scales);
        Demand(bits is >= 1 and <= 8, $"has codes of {bits} bits; expected 1 to 8");
        _rowBytes = PackedCodes.RowBytes(Columns, bits);
        Demand(codes.LongLength == (long)Rows * _rowBytes, $"has {codes.LongLength} bytes of codes; expected {(long)Rows * _rowBytes}");
        Demand(scales.Length == Rows, $"has {scales.Length} scales; expected {Rows}");
        DemandFinite(scales);
        Bits = bits;
        HalfSteps = halfSteps;
        _codes = codes;
        _scales = scales;
    }

    /// <summary>Bits of a code.</summary>
    public int Bits { get; }

    /// <summary>Whether 1/2 is added to every code.</summary>
    public bool HalfSteps { get; }

    /// <inheritdoc/>
    public override long ByteCount => _codes.LongLength + (sizeof(float) * _scales.LongLength);

    /// <inheritdoc/>
    private protected override void AddCore(int first, int count, Span<float> target)
    {
        var offset = HalfSteps ? 0.5f : 0;
        for (var row = 0; row < count; row++)
        {
            PackedCodes.AddScaled(_codes.AsSpan((first + row) * _rowBytes, _rowBytes), Bits, offset, _scales[first + row], target.Slice(row * Columns, Columns));
        }
    }

    /// <inheritdoc/>
    internal override DeltaRecord Describe(ICollection<RawTensor> parts)
    {
        parts.Add(RawTensor.Bytes(PartName(DeltaRecord.Codes), [Rows, _rowBytes], _codes));
        parts.Add(RawTensor.Single(PartName(DeltaRecord.Scales), [Rows], _scales));
        return new DeltaRecord(Name, DeltaRecord.Quantized, Shape) { Bits = Bits, HalfSteps = HalfSteps };
    }
}
