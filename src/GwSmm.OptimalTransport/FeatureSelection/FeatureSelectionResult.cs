namespace GwSmm.OptimalTransport;

/// <summary>A coupling and the weights of features, a local minimum of the objective of <see cref="FeatureSelectionProblem"/>.</summary>
public sealed class FeatureSelectionResult
{
    internal FeatureSelectionResult(double[] plan, double[] featureWeights, double[] featureCosts, IReadOnlyList<double> costTrace, GromovWassersteinStop stop)
    {
        Plan = plan;
        FeatureWeights = featureWeights;
        FeatureCosts = featureCosts;
        CostTrace = costTrace;
        Stop = stop;
    }

    /// <summary>The objective (1 - alpha) (<see cref="FeatureValue"/> + <see cref="Penalty"/>) + alpha <see cref="StructureValue"/>; at
    /// least 0.</summary>
    public double Value => CostTrace[^1];

    /// <summary>sum L T T of the plan.</summary>
    public double StructureValue { get; internal init; }

    /// <summary>sum_k w_k D_k of the plan.</summary>
    public double FeatureValue { get; internal init; }

    /// <summary>lambda sum_k w_k^2.</summary>
    public double Penalty { get; internal init; }

    /// <summary>The coupling T [n, m], row-major; its rows sum to the weights of the source and its columns to those of the
    /// target.</summary>
    public double[] Plan { get; }

    /// <summary>The weights w [d] of the features, at least 0 and exactly 0 for those left out, with sum 1.</summary>
    public double[] FeatureWeights { get; }

    /// <summary>What each feature costs, D [d]; with standardised features 1 is what it costs when points are matched at random. 0 for
    /// a feature that is the same in all points, which has no weight.</summary>
    public double[] FeatureCosts { get; }

    /// <summary>The objective at the start and after each round; never rises beyond rounding. The start is what the last solve with more
    /// spread found; without any, the product of the weights and equal feature weights.</summary>
    public IReadOnlyList<double> CostTrace { get; }

    /// <summary>The number of rounds.</summary>
    public int Iterations => CostTrace.Count - 1;

    /// <summary>Why the solver stopped.</summary>
    public GromovWassersteinStop Stop { get; }

    /// <summary>Whether the solver stopped for another reason than the limit of rounds.</summary>
    public bool Converged => Stop != GromovWassersteinStop.IterationLimit;
}
