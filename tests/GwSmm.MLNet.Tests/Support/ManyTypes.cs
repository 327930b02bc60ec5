using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

/// <summary>A row with a column of each kind of type.</summary>
internal sealed class ManyTypes
{
    public string Item { get; set; } = string.Empty;

    public string Text { get; set; } = string.Empty;

    public float Number { get; set; }

    public long Large { get; set; }

    public bool Flag { get; set; }

    [KeyType(5)]
    public uint Key { get; set; }

    public DateTime Time { get; set; }

    [VectorType(3)]
    public float[] Fixed { get; set; } = [];

    public double[] Ragged { get; set; } = [];

    [VectorType(2)]
    public string[] Words { get; set; } = [];
}
