namespace GwSmm.MLNet.ContractProbe;

internal sealed class ProbeInput
{
    public string Text { get; set; } = "";
}
