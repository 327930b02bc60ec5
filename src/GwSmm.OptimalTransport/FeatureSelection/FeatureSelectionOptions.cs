namespace GwSmm.OptimalTransport;

/// <summary>How features are weighted and when the solver stops.</summary>
public sealed record FeatureSelectionOptions
{
    /// <summary>The weight of structure against features in problems that have none of their own, in [0, 1); 0.5 by default. A
    /// <see cref="FeatureSelectionProblem"/> has its own.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>How much the weight is spread over features, above 0; 0.1 by default. It is lambda as a fraction of the mean cost of
    /// a feature when points are matched at random. Near 0 the one cheapest feature takes all; when large, all weights are
    /// equal.</summary>
    public double Spread { get; init; } = 0.1;

    /// <summary>Whether each feature's cost is divided by its cost when points are matched at random, so that its unit does not
    /// matter; true by default.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>How many solves with more spread come first, each from where the one before ended, with 3^steps times the spread down to 3
    /// times; in [0, 100]; 3 by default. They keep features that only fit by chance from taking the weight at once.</summary>
    public int AnnealingSteps { get; init; } = 3;

    /// <summary>The largest number of rounds of each solve, a round being a coupling and then weights; at least 1; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Stop when a round lowers the objective by less than this fraction of it; at least 0; 1e-9 by default.</summary>
    public double RelativeTolerance { get; init; } = 1e-9;

    /// <summary>How each coupling is found. Its bounds are those of the structure in the lower bound of the result; each feature alone adds to it.</summary>
    public GromovWassersteinOptions Coupling { get; init; } = new();
}
