namespace GwSmm.MLNet.Tests;

public sealed class Scored
{
    public float[] Score { get; set; } = [];

    public uint PredictedLabel { get; set; }
}
