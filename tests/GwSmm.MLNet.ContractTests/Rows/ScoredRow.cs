using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

internal sealed class ScoredRow
{
    public float Label { get; set; }

    [KeyType(3)]
    public uint KeyLabel { get; set; }

    [VectorType(3)]
    public float[] Score { get; set; } = [];

    [VectorType(3)]
    public double[] DoubleScore { get; set; } = [0, 0, 0];

    public float[] RaggedScore { get; set; } = [];

    [KeyType(3)]
    public uint PredictedLabel { get; set; }
}
