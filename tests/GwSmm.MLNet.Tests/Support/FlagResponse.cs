using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

internal sealed class FlagResponse
{
    public string Item { get; set; } = string.Empty;

    public string Text { get; set; } = string.Empty;

    [VectorType(2)]
    public bool[] Label { get; set; } = [];

    [VectorType(3)]
    public bool[] Three { get; set; } = [];
}
