using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

internal sealed class FileRow
{
    [LoadColumn(0)]
    public string Item { get; set; } = "";

    [LoadColumn(2)]
    public string Text { get; set; } = "";

    [LoadColumn(1)]
    public float Label { get; set; }
}
