namespace GwSmm.OptimalTransport;

/// <summary>
/// A coupling and the weights of features, a local minimum of the objective of <see cref="FeatureSelectionProblem"/>.
/// <see cref="GromovWassersteinResult.Value"/> is the objective (1 - alpha) (<see cref="GromovWassersteinResult.FeatureValue"/> + <see cref="Penalty"/>) +
/// alpha <see cref="GromovWassersteinResult.StructureValue"/>, at least 0, and its feature part sum_k w_k D_k of the plan. The trace holds the objective at the start
/// and after each round, and never rises beyond rounding; the start is what the last solve with more spread found; without any, the
/// given coupling or the product of the weights, and equal feature weights. Iterations are rounds. Thread-safe.
/// </summary>
public sealed class FeatureSelectionResult : GromovWassersteinResult
{
    internal FeatureSelectionResult(
        GromovWassersteinProblem problem,
        string solver,
        double[] plan,
        double[] featureWeights,
        double[] featureCosts,
        IReadOnlyList<double> costTrace,
        GromovWassersteinStop stop)
        : base(problem, solver, costTrace[^1], () => plan, costTrace, stop)
    {
        FeatureWeights = featureWeights;
        FeatureCosts = featureCosts;
    }

    /// <summary>lambda sum_k w_k^2.</summary>
    public double Penalty { get; internal init; }

    /// <summary>The weights w [d] of the features, at least 0 and exactly 0 for those left out, with sum 1.</summary>
    public double[] FeatureWeights { get; }

    /// <summary>What each feature costs, D [d]; with standardised features 1 is what it costs when points are matched at random. 0 for
    /// a feature that is the same in all points, which has no weight.</summary>
    public double[] FeatureCosts { get; }
}
