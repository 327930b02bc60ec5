namespace GwSmm.OptimalTransport;

/// <summary>
/// Two clouds in the same feature space, to be matched by structure and by those features that agree: minimise over couplings T and
/// feature weights w (at least 0, with sum 1)
/// (1 - alpha) [ sum_k w_k D_k(T) + lambda sum_k w_k^2 ] + alpha sum L(C1_ik, C2_jl) T_ij T_kl,
/// where D_k(T) = sum_ij (x_ik - y_jk)^2 T_ij / s_k is what feature k costs and s_k its cost when points are matched at random. Immutable;
/// thread-safe.
/// </summary>
public sealed class FeatureSelectionProblem
{
    // The square of twice this is far below the largest cost.
    private const double LargestFeature = 1e70;

    /// <summary>Creates a problem.</summary>
    /// <param name="source">The first cloud, of n points.</param>
    /// <param name="target">The second cloud, of m points, with the same features in the same order.</param>
    /// <param name="alpha">The weight of structure against features, in [0, 1).</param>
    /// <param name="loss">The loss between structure costs; null for the square loss.</param>
    /// <param name="sourceStructure">The costs and weights of the n points, such as a graph; null for those of the cloud.</param>
    /// <param name="targetStructure">The costs and weights of the m points; null for those of the cloud.</param>
    /// <exception cref="GwSmmException">The clouds have not as many features; a feature is NaN, infinite or above 1e70; alpha is out
    /// of range; a structure has another number of points than its cloud.</exception>
    public FeatureSelectionProblem(
        FeatureCloud source,
        FeatureCloud target,
        double alpha = 0.5,
        QuadraticLoss? loss = null,
        MetricMeasureSpace? sourceStructure = null,
        MetricMeasureSpace? targetStructure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (source.Dimension != target.Dimension)
        {
            throw new GwSmmException(
                $"The source has {source.Dimension} features and the target {target.Dimension}; both need the same features. Use a Gromov-Wasserstein problem, which compares structure only.");
        }

        if (!(alpha >= 0 && alpha < 1))
        {
            throw new GwSmmException($"Alpha is {alpha}; the weight of structure against features must be in [0, 1), as at 1 no feature counts.");
        }

        Check(source, "source", sourceStructure);
        Check(target, "target", targetStructure);
        (Source, Target, Alpha, Loss) = (source, target, alpha, loss ?? QuadraticLoss.Square);
        (SourceStructure, TargetStructure) = (sourceStructure, targetStructure);
    }

    /// <summary>The first cloud, of n points.</summary>
    public FeatureCloud Source { get; }

    /// <summary>The second cloud, of m points.</summary>
    public FeatureCloud Target { get; }

    /// <summary>The weight of structure against features, in [0, 1).</summary>
    public double Alpha { get; }

    /// <summary>The loss between structure costs.</summary>
    public QuadraticLoss Loss { get; }

    /// <summary>The costs and weights of the source's points; null for those of the cloud.</summary>
    public MetricMeasureSpace? SourceStructure { get; }

    /// <summary>The costs and weights of the target's points; null for those of the cloud.</summary>
    public MetricMeasureSpace? TargetStructure { get; }

    private static void Check(FeatureCloud cloud, string side, MetricMeasureSpace? structure)
    {
        if (cloud.Count < 1 || cloud.Dimension < 1)
        {
            throw new GwSmmException($"The {side} has {cloud.Count} points of {cloud.Dimension} features; at least 1 of each is needed.");
        }

        if (structure is not null && structure.Count != cloud.Count)
        {
            throw new GwSmmException($"The {side} has {cloud.Count} points, but its structure {structure.Count}. Give one row of costs for each point.");
        }

        var features = cloud.Features;
        for (var k = 0; k < features.Length; k++)
        {
            if (!(Math.Abs(features[k]) <= LargestFeature))
            {
                throw new GwSmmException(
                    $"The {side}'s feature row {(k / cloud.Dimension) + 1}, column {(k % cloud.Dimension) + 1} is {features[k]}; features must be finite and at most {LargestFeature:0e0}. Check the model or the file that they came from.");
            }
        }
    }
}
