using System.Numerics;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// One bit per value, its sign, and one scale per row (BitDelta, Liu et al., 2024). With a mask only some values change, and signs are
/// stored for these only: 1 + density bits per value.
/// </summary>
public sealed class SignDelta : TensorDelta
{
    private readonly byte[] _signs;
    private readonly byte[]? _mask;
    private readonly float[] _scales;
    private readonly long[] _firstSigns;
    private readonly int _rowBytes;

    /// <summary>Joins the parts.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="signs">
    /// A set bit is a minus. Without a mask rows of one bit as <see cref="PackedCodes"/> packs them; with one, a bit for every set bit of the
    /// mask, in order, lowest bit first. Kept, not copied.
    /// </param>
    /// <param name="scales">[rows]; kept, not copied.</param>
    /// <param name="mask">Rows of one bit as <see cref="PackedCodes"/> packs them; null where every value changes. Kept, not copied.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape or the mask, or a scale is not finite.</exception>
    public SignDelta(string name, IReadOnlyList<int> shape, byte[] signs, float[] scales, byte[]? mask = null)
        : base(name, shape)
    {
        ArgumentNullException.ThrowIfNull(signs);
        ArgumentNullException.ThrowIfNull(scales);
        _rowBytes = PackedCodes.RowBytes(Columns, 1);
        Demand(scales.Length == Rows, $"has {scales.Length} scales; expected {Rows}");
        DemandFinite(scales);
        _firstSigns = mask is null ? [] : new long[Rows + 1];
        if (mask is not null)
        {
            Demand(mask.LongLength == (long)Rows * _rowBytes, $"has a mask of {mask.LongLength} bytes; expected {(long)Rows * _rowBytes}");
            CountSigns(mask);
        }

        var expected = mask is null ? (long)Rows * _rowBytes : (_firstSigns[^1] + 7) / 8;
        Demand(signs.LongLength == expected, $"has {signs.LongLength} bytes of signs; expected {expected}");
        _signs = signs;
        _scales = scales;
        _mask = mask;
    }

    /// <summary>The share of values that change, in [0, 1].</summary>
    public double Density => _mask is null ? 1 : _firstSigns[^1] / ((double)Rows * Columns);

    /// <inheritdoc/>
    public override long ByteCount => _signs.LongLength + (_mask?.LongLength ?? 0) + (sizeof(float) * _scales.LongLength);

    /// <inheritdoc/>
    private protected override void AddCore(int first, int count, Span<float> target)
    {
        for (var row = 0; row < count; row++)
        {
            var at = (first + row) * _rowBytes;
            var to = target.Slice(row * Columns, Columns);
            if (_mask is null)
            {
                // Codes 0 and -1 plus 1/2, times twice the scale.
                PackedCodes.AddScaled(_signs.AsSpan(at, _rowBytes), 1, 0.5f, 2 * _scales[first + row], to);
            }
            else
            {
                PackedCodes.AddSparseSigns(_mask.AsSpan(at, _rowBytes), _signs, _firstSigns[first + row], _scales[first + row], to);
            }
        }
    }

    /// <inheritdoc/>
    internal override DeltaRecord Describe(ICollection<RawTensor> parts)
    {
        parts.Add(RawTensor.Bytes(PartName(DeltaRecord.Signs), [_signs.Length], _signs));
        parts.Add(RawTensor.Single(PartName(DeltaRecord.Scales), [Rows], _scales));
        if (_mask is not null)
        {
            parts.Add(RawTensor.Bytes(PartName(DeltaRecord.Mask), [Rows, _rowBytes], _mask));
        }

        return new DeltaRecord(Name, DeltaRecord.Sign, Shape) { Masked = _mask is not null };
    }

    private void CountSigns(byte[] mask)
    {
        var padding = (_rowBytes * 8) - Columns;
        for (var row = 0; row < Rows; row++)
        {
            var count = 0;
            foreach (var bits in mask.AsSpan(row * _rowBytes, _rowBytes))
            {
                count += BitOperations.PopCount(bits);
            }

            if (mask[((row + 1) * _rowBytes) - 1] >> (8 - padding) != 0)
            {
                throw new ArgumentException($"The delta of '{Name}' has a mask with bits beyond the {Columns} values of row {row}.", nameof(mask));
            }

            _firstSigns[row + 1] = _firstSigns[row] + count;
        }
    }
}
