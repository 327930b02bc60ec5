namespace GwSmm.MLNet.ContractTests;

internal sealed class TextRow
{
    public string Text { get; set; } = "";
}
