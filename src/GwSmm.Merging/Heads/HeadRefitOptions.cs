namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="HeadRefit"/>.</summary>
public sealed record HeadRefitOptions
{
    /// <summary>A fixed penalty, more than 0; null, the default, chooses it by cross-validation.</summary>
    public double? Penalty { get; init; }

    /// <summary>The smallest penalty that is tried, more than 0. Default 1e-4.</summary>
    public double MinPenalty { get; init; } = 1e-4;

    /// <summary>The largest penalty that is tried, at least <see cref="MinPenalty"/>. Default 10.</summary>
    public double MaxPenalty { get; init; } = 10;

    /// <summary>The number of penalties that are tried, evenly spaced in the logarithm, at least 1. Default 10.</summary>
    public int PenaltyCount { get; init; } = 10;

    /// <summary>The folds of the cross-validation, at least 2. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The largest absolute entry of the gradient at which the final fit stops. Default 1e-8.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>The most iterations of one fit. Default 500.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>What is chosen on cross-validated predictions after the fit: temperature, thresholds, cut points. All off by default.</summary>
    public HeadDecisionOptions Decision { get; init; } = new();

    /// <summary>Decides which response falls into which fold. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1; the number of processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
