namespace GwSmm.MLNet.ContractTests;

internal sealed class BinaryRow
{
    public bool Label { get; set; }

    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
