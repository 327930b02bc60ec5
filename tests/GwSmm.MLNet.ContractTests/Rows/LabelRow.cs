namespace GwSmm.MLNet.ContractTests;

internal sealed class LabelRow
{
    public string Label { get; set; } = "";

    public float Number { get; set; }
}
