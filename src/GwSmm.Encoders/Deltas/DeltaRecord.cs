namespace GwSmm.Encoders;

/// <summary>How a file describes the delta of one tensor; the arrays are tensors of that file named <c>{Name}|{part}</c>.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Kind">One of the kinds below.</param>
/// <param name="Shape">The shape of the tensor.</param>
internal sealed record DeltaRecord(string Name, string Kind, IReadOnlyList<int> Shape)
{
    public const string Quantized = "quantized";
    public const string Sign = "sign";
    public const string LowRank = "lowRank";
    public const string Dense = "dense";
    public const string SomeRows = "rows";
    public const string MaskKind = "mask";

    public const string Codes = "codes";
    public const string Scales = "scales";
    public const string Signs = "signs";
    public const string Mask = "mask";
    public const string Up = "up";
    public const string Down = "down";
    public const string Values = "values";
    public const string RowNumbers = "rows";

    /// <summary>Quantised: bits of a code.</summary>
    public int? Bits { get; init; }

    /// <summary>Quantised: whether 1/2 is added to every code.</summary>
    public bool? HalfSteps { get; init; }

    /// <summary>Sign: whether only some values change.</summary>
    public bool? Masked { get; init; }

    /// <summary>Mask: the name of the vector.</summary>
    public string? Vector { get; init; }

    /// <summary>Rows: what is done to them.</summary>
    public DeltaRecord? Inner { get; init; }
}
