using Microsoft.ML.Data;

namespace GwSmm.MLNet.Tests;

public sealed class Response
{
    [LoadColumn(0)]
    public string Item { get; set; } = string.Empty;

    [LoadColumn(1)]
    public string Text { get; set; } = string.Empty;

    [LoadColumn(2)]
    public float Label { get; set; }
}
