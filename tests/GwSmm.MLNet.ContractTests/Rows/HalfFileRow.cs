using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

internal sealed class HalfFileRow
{
    [LoadColumn(0)]
    public string Item { get; set; } = "";

    public string Text { get; set; } = "";
}
