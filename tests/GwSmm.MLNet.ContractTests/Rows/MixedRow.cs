using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

internal sealed class MixedRow
{
    public int Field;

    public string? Text { get; set; }

    [ColumnName("Renamed")]
    public float Number { get; set; }

    [NoColumn]
    public object? Skipped { get; set; }

    [KeyType(4)]
    public uint Key { get; set; }

    [VectorType(2)]
    public float[] Fixed { get; set; } = [];

    public string[] Words { get; set; } = [];

    public bool Flag { get; set; }
}
