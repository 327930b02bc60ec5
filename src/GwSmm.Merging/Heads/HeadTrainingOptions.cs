namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="HeadTraining"/>.</summary>
public sealed record HeadTrainingOptions
{
    /// <summary>Passes over the responses, at least 1. Default 10, as in the GW-SMM paper.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The learning rate, more than 0. Default 2e-5, as in the GW-SMM paper.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Responses per step, at least 1. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Decoupled decay of the weights (not of the biases), at least 0. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Decides the order of the responses. Default 0.</summary>
    public ulong Seed { get; init; }
}
