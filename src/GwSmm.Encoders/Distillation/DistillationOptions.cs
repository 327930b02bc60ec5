namespace GwSmm.Encoders;

/// <summary>How <see cref="EncoderDistiller"/> trains one encoder to stand in for several.</summary>
public sealed record DistillationOptions
{
    /// <summary>Passes over as many responses as all items have together, at least 1; every item has the same share of each batch. Default 3.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>The most optimiser steps, at least 1; null, the default, for as many as the epochs need.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Responses per optimiser step, at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak learning rate of AdamW, above 0. Default 3e-4.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Weight decay of AdamW, at least 0; biases and layer normalisation are left alone. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of all steps over which the learning rate rises linearly from 0, in [0, 1); it then falls linearly to 0. Default 0.1.</summary>
    public double WarmupFraction { get; init; } = 0.1;

    /// <summary>Largest norm of the gradient over all parameters; above it the gradient is scaled down. Above 0. Default 1.</summary>
    public double GradientClip { get; init; } = 1;

    /// <summary>Weight of the squared error of the features, in units of the teacher's feature variance, at least 0. Default 1.</summary>
    public double FeatureWeight { get; init; } = 1;

    /// <summary>Weight of the divergence of the predicted label distributions, at least 0. Default 1.</summary>
    public double LogitWeight { get; init; } = 1;

    /// <summary>
    /// Weight of the squared error of the hidden states of every token, in units of the teacher's variance, averaged over the embedding output and all
    /// layers, at least 0. Above 0 every teacher reads each batch too. Default 0.
    /// </summary>
    public double HiddenStateWeight { get; init; }

    /// <summary>Temperature of both label distributions (Hinton et al., 2015, section 2), above 0; the divergence is multiplied by its square. Default 2.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>
    /// Whether each item has a linear map of its own, trained along, between the shared features and what its teacher is matched by. The teachers'
    /// features lie in different spaces, which one encoder can meet only up to such a map. It goes into the returned head. Default true.
    /// </summary>
    public bool TrainProjections { get; init; } = true;

    /// <summary>
    /// Where the linear maps start: at the least squares fit of the first shared features to the teacher's with this pull towards the identity, relative to the features' variance, above 0;
    /// null starts them at the identity. Default 0.1.
    /// </summary>
    public double? ProjectionRidge { get; init; } = 0.1;

    /// <summary>Whether each item's head is trained along, from the teacher's. Default false.</summary>
    public bool TrainHeads { get; init; }

    /// <summary>Seed of the order of the responses. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, at least 1; the result does not depend on it. Default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Demand(MaxSteps is null or >= 1, nameof(MaxSteps), MaxSteps ?? 0, "at least 1");
        Demand(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Demand(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        DemandWeight(WeightDecay, nameof(WeightDecay));
        Demand(WarmupFraction is >= 0 and < 1, nameof(WarmupFraction), WarmupFraction, "in [0, 1)");
        Demand(GradientClip > 0, nameof(GradientClip), GradientClip, "above 0");
        DemandWeight(FeatureWeight, nameof(FeatureWeight));
        DemandWeight(LogitWeight, nameof(LogitWeight));
        DemandWeight(HiddenStateWeight, nameof(HiddenStateWeight));
        Demand(Temperature > 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "a finite number above 0");
        Demand(ProjectionRidge is null or > 0 && double.IsFinite(ProjectionRidge ?? 1), nameof(ProjectionRidge), ProjectionRidge ?? 0, "a finite number above 0");
        Demand(Threads >= 1, nameof(Threads), Threads, "at least 1");
        if (FeatureWeight + LogitWeight + HiddenStateWeight == 0)
        {
            throw new GwSmmException("Options DistillationOptions.FeatureWeight, LogitWeight and HiddenStateWeight are all 0, so there is nothing to learn. Set one above 0.");
        }
    }

    private static void DemandWeight(double value, string option) => Demand(value >= 0 && double.IsFinite(value), option, value, "a finite number of at least 0");

    private static void Demand(bool holds, string option, double found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option DistillationOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
