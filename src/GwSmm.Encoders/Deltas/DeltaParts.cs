namespace GwSmm.Encoders;

/// <summary>Makes deltas of their descriptions and the arrays of a file. Each array is taken once, and all are.</summary>
/// <param name="source">The file, for messages.</param>
/// <param name="parts">The arrays by name.</param>
/// <param name="vectors">The vectors that masks may refer to; null for none.</param>
internal sealed class DeltaParts(string source, IReadOnlyDictionary<string, RawTensor> parts, EncoderDelta? vectors)
{
    private readonly HashSet<string> _unused = [.. parts.Keys];

    /// <summary>Makes all deltas of the file.</summary>
    /// <exception cref="GwSmmException">A part is missing or of the wrong type, or one is left over.</exception>
    /// <exception cref="ArgumentException">Parts do not fit each other.</exception>
    public IReadOnlyList<TensorDelta> Join(IReadOnlyList<DeltaRecord> records)
    {
        TensorDelta[] result = [.. records.Select(Join)];
        return _unused.Count == 0 ? result : throw Error($"the tensor '{_unused.Order(StringComparer.Ordinal).First()}' belongs to no delta");
    }

    private TensorDelta Join(DeltaRecord record)
    {
        var (name, shape) = (record.Name, record.Shape);
        switch (record.Kind)
        {
            case DeltaRecord.Quantized:
                return new QuantizedDelta(
                    name, shape, record.Bits ?? 0, record.HalfSteps ?? false, Bytes(Take(name, DeltaRecord.Codes, "U8")), Take(name, DeltaRecord.Scales, "F32").ToSingle());
            case DeltaRecord.Sign:
                return new SignDelta(
                    name, shape, Bytes(Take(name, DeltaRecord.Signs, "U8")), Take(name, DeltaRecord.Scales, "F32").ToSingle(),
                    record.Masked == true ? Bytes(Take(name, DeltaRecord.Mask, "U8")) : null);
            case DeltaRecord.LowRank:
                var (up, down) = (Take(name, DeltaRecord.Up, "F32"), Take(name, DeltaRecord.Down, "F32"));
                return new LowRankDelta(name, shape, up.Shape.Count == 2 ? up.Shape[1] : 0, up.ToSingle(), down.ToSingle());
            case DeltaRecord.Dense:
                var values = Take(name, DeltaRecord.Values, "F32", "F16");
                return values.Dtype is "F16" ? new DenseDelta(name, shape, values.ToHalves()) : new DenseDelta(name, shape, values.ToSingle());
            case DeltaRecord.MaskKind:
                return Mask(record);
            case DeltaRecord.SomeRows when record.Inner is { Kind: not DeltaRecord.SomeRows } inner:
                return new RowDelta(name, shape, Take(name, DeltaRecord.RowNumbers, "I32").ToIntegers(), Join(inner));
            default:
                throw Error($"the tensor '{name}' has a delta of the kind '{record.Kind}', which is unknown or incomplete");
        }
    }

    private MaskDelta Mask(DeltaRecord record)
    {
        if (record.Vector is null || vectors is null || !vectors.TryGet(record.Vector, out var found) || found is not DenseDelta vector)
        {
            throw Error($"the delta of '{record.Name}' refers to the vector '{record.Vector}', which is missing");
        }

        var (mask, scales) = (Take(record.Name, DeltaRecord.Mask, "U8"), Take(record.Name, DeltaRecord.Scales, "F32").ToSingle());
        return scales.Length == 1 && vector.Shape.SequenceEqual(record.Shape)
            ? new MaskDelta(record.Name, vector, Bytes(mask), scales[0])
            : throw Error($"the delta of '{record.Name}' [{string.Join(", ", record.Shape)}] has {scales.Length} scales and a vector of [{string.Join(", ", vector.Shape)}]");
    }

    private RawTensor Take(string name, string part, params ReadOnlySpan<string> dtypes)
    {
        var key = name + "|" + part;
        if (!_unused.Remove(key))
        {
            throw Error($"the tensor '{key}' is missing or used twice");
        }

        var found = parts[key];
        return dtypes.Contains(found.Dtype) ? found : throw Error($"the tensor '{key}' has the type {found.Dtype}; expected {string.Join(" or ", dtypes.ToArray())}");
    }

    private static byte[] Bytes(RawTensor tensor) => tensor.Data.ToArray();

    private GwSmmException Error(string found) => new($"File '{source}': {found}. It is damaged; copy or write it again.");
}
