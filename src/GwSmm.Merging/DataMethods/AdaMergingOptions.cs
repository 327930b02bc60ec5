namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="AdaMergingMerge"/>.</summary>
public sealed record AdaMergingOptions
{
    /// <summary>Optimiser steps, at least 1. Default 200.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Responses of each item per step, at least 1. Default 16, as in the paper.</summary>
    public int ResponsesPerItem { get; init; } = 16;

    /// <summary>Learning rate of Adam, above 0. Default 1e-3, as in the paper.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Every coefficient at the start, finite; null, the default, takes one over the number of models, so that training starts from their average. (The paper takes 0.3 for eight.)</summary>
    public double? InitialCoefficient { get; init; }
}
