namespace GwSmm.MLNet.ContractTests;

internal sealed class LengthRow
{
    public string Text { get; set; } = "";

    public float Length { get; set; }
}
