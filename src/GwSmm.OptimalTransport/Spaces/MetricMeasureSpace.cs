using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Points with pairwise costs and weights: a network (X, C, p) in the sense of Mémoli, "Gromov-Wasserstein distances and the
/// metric approach to object matching" (2011). The costs need not be a metric nor symmetric. Immutable by convention (the
/// arrays must not be written); thread-safe.
/// </summary>
public sealed class MetricMeasureSpace : ISpaceSource
{
    /// <summary>Costs above this magnitude are refused: their squares would overflow.</summary>
    public const double LargestCost = 1e150;

    // The largest square matrix of doubles that one array holds.
    private const int LargestCount = 46_340;
    private const double WeightSumTolerance = 1e-6;

    // Weights whose sum is nearer to 1 are kept to the bit.
    private const double RoundingOfSum = 1e-12;

    private readonly int[]? _kept;
    private FeatureCloud? _features;
    private SpaceSignature? _signature;

    private MetricMeasureSpace(
        double[] cost, double[] weights, bool isSymmetric, bool hasZeroWeights, CostOrigin origin, LowRankFactor? factor, FeatureCloud? features, int[]? kept)
    {
        Cost = cost;
        Weights = weights;
        IsSymmetric = isSymmetric;
        HasZeroWeights = hasZeroWeights;
        Origin = origin;
        Factor = factor;
        (_features, _kept) = (features, kept);
    }

    /// <summary>The costs [n, n], row-major; finite.</summary>
    public double[] Cost { get; }

    /// <summary>The weights [n]; at least 0, with sum 1. Those given may miss 1 by up to 1e-6 and are divided by their sum.</summary>
    public double[] Weights { get; }

    /// <summary>The number of points n, at least 1.</summary>
    public int Count => Weights.Length;

    /// <summary>Whether the costs are exactly symmetric.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Whether some points weigh nothing; solvers leave them out and give them empty rows or columns of the plan.</summary>
    public bool HasZeroWeights { get; }

    /// <summary>The metric and the normalisation of the costs.</summary>
    public CostOrigin Origin { get; }

    /// <summary>The features that the costs were made of, with these weights; null for given costs. A space that a
    /// <see cref="FeatureCloud"/> makes knows that cloud itself; others hold n x d numbers of their own.</summary>
    public FeatureCloud? Features
    {
        get
        {
            // Only few solvers want features, so they are not selected before.
            if (_features is { } cloud && _kept is not null && cloud.Count != Count)
            {
                _features = cloud.Select(_kept);
            }

            return _features;
        }
    }

    /// <summary>The points behind squared Euclidean costs; null for other costs.</summary>
    internal LowRankFactor? Factor { get; }

    /// <summary>What lower bounds need of the space; computed when it is first asked for, and kept.</summary>
    internal SpaceSignature Signature => LazyInitializer.EnsureInitialized(ref _signature, () => new SpaceSignature(this));

    /// <summary>Creates a space from feature vectors.</summary>
    /// <param name="features">The features [n, d], row-major; finite.</param>
    /// <param name="count">The number of points n, at least 1.</param>
    /// <param name="dimension">The number of features d, at least 1.</param>
    /// <param name="metric">The cost between two points.</param>
    /// <param name="weights">The weights [n], see <see cref="Weights"/>; empty for 1/n each.</param>
    /// <param name="normalization">What the costs are divided by.</param>
    /// <returns>The space; its costs are symmetric with a zero diagonal.</returns>
    /// <exception cref="ArgumentException">A span has another length than its shape says.</exception>
    /// <exception cref="GwSmmException">No point or feature; a value is NaN, infinite or too large; a zero row with the cosine
    /// metric; bad weights.</exception>
    public static MetricMeasureSpace FromFeatures(
        ReadOnlySpan<double> features,
        int count,
        int dimension,
        CostMetric metric = CostMetric.Euclidean,
        ReadOnlySpan<double> weights = default,
        CostNormalization normalization = CostNormalization.None)
    {
        CheckFeatures(features, count, dimension, metric);
        return FromCloud(new FeatureCloud(features.ToArray(), count, dimension, metric, normalization, weights.IsEmpty ? null : weights.ToArray()));
    }

    /// <summary>Creates the space of a cloud, which is not copied.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <returns>The space.</returns>
    /// <exception cref="GwSmmException">As for the other features.</exception>
    internal static MetricMeasureSpace FromCloud(FeatureCloud cloud)
    {
        var features = cloud.Features;
        var (count, dimension, metric) = (cloud.Count, cloud.Dimension, cloud.Metric);
        CheckFeatures(features, count, dimension, metric);
        RequireMemory(count, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var cost = CostMatrix.FromFeatures(features, count, dimension, metric);
        var origin = Normalize(cost, metric, cloud.Normalization);
        var factor = metric == CostMetric.SquaredEuclidean ? LowRankFactor.Create(features, dimension, origin.Scale) : null;
        return Create(cost, count, cloud.Weights, origin, factor, cloud, null);
    }

    private static void CheckFeatures(ReadOnlySpan<double> features, int count, int dimension, CostMetric metric)
    {
        CheckCount(count);
        if (dimension < 1)
        {
            throw new GwSmmException($"The features have {dimension} columns; at least 1 is needed. Check the feature file.");
        }

        if (!Enum.IsDefined(metric))
        {
            throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a cost metric.");
        }

        if (features.Length != (long)count * dimension)
        {
            throw new ArgumentException($"{count} x {dimension} features need {(long)count * dimension} values, not {features.Length}.", nameof(features));
        }

        for (var k = 0; k < features.Length; k++)
        {
            if (!double.IsFinite(features[k]))
            {
                throw new GwSmmException(
                    $"Feature row {(k / dimension) + 1}, column {(k % dimension) + 1} is {features[k]}; every feature must be a finite number. Check the model or the file that the features came from.");
            }
        }
    }

    /// <summary>Creates a space from given costs.</summary>
    /// <param name="cost">The costs [n, n], row-major; finite; kept, not copied, unless they are normalised.</param>
    /// <param name="count">The number of points n, at least 1.</param>
    /// <param name="weights">The weights [n], see <see cref="Weights"/>; empty for 1/n each.</param>
    /// <param name="normalization">What the costs are divided by.</param>
    /// <returns>The space.</returns>
    /// <exception cref="ArgumentException">An array has another length than its shape says.</exception>
    /// <exception cref="GwSmmException">No point; a cost is NaN, infinite or above <see cref="LargestCost"/>; bad weights; the costs
    /// cannot be normalised.</exception>
    public static MetricMeasureSpace FromCost(
        double[] cost, int count, ReadOnlySpan<double> weights = default, CostNormalization normalization = CostNormalization.None)
    {
        ArgumentNullException.ThrowIfNull(cost);
        CheckCount(count);
        if (cost.LongLength != (long)count * count)
        {
            throw new ArgumentException($"{count} points need {(long)count * count} costs, not {cost.LongLength}.", nameof(cost));
        }

        var own = normalization == CostNormalization.None ? cost : cost.AsSpan().ToArray();
        return Create(own, count, weights, Normalize(own, null, normalization), null, null, null);
    }

    private static CostOrigin Normalize(double[] cost, CostMetric? metric, CostNormalization normalization)
    {
        if (!Enum.IsDefined(normalization))
        {
            throw new ArgumentOutOfRangeException(nameof(normalization), normalization, "Not a normalisation.");
        }

        var scale = CostScale.Of(cost, normalization);
        if (scale != 1)
        {
            TensorPrimitives.Divide(cost, scale, cost);
        }

        return new CostOrigin(metric, normalization, scale);
    }

    private static MetricMeasureSpace Create(
        double[] cost, int count, ReadOnlySpan<double> weights, CostOrigin origin, LowRankFactor? factor, FeatureCloud? features, int[]? kept)
    {
        var symmetric = true;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var value = cost[(i * count) + j];
                if (!(Math.Abs(value) <= LargestCost))
                {
                    throw new GwSmmException(
                        $"The cost between points {i + 1} and {j + 1} is {value}; costs must be finite and at most {LargestCost:0e0}. Check or rescale the costs or the features.");
                }

                symmetric &= j >= i || value == cost[(j * count) + i];
            }
        }

        var (normalized, hasZero) = CheckWeights(weights, count);
        return new MetricMeasureSpace(cost, normalized, symmetric, hasZero, origin, factor, features, kept);
    }

    /// <summary>The same space without its features, which are n x d numbers that only some solvers want; for spaces that are held for long.</summary>
    /// <returns>A space that shares the costs.</returns>
    public MetricMeasureSpace WithoutFeatures() => new(Cost, Weights, IsSymmetric, HasZeroWeights, Origin, Factor, null, null);

    /// <summary>Returns this space.</summary>
    /// <returns>The same object.</returns>
    public MetricMeasureSpace Build() => this;

    /// <summary>The points of positive weight, as a space of its own.</summary>
    /// <param name="indices">Where each kept point stood.</param>
    /// <returns>This space if all weights are positive.</returns>
    internal MetricMeasureSpace Support(out int[]? indices)
    {
        indices = null;
        if (!HasZeroWeights)
        {
            return this;
        }

        var kept = Enumerable.Range(0, Count).Where(i => Weights[i] > 0).ToArray();
        var cost = new double[kept.Length * kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            for (var j = 0; j < kept.Length; j++)
            {
                cost[(i * kept.Length) + j] = Cost[(kept[i] * Count) + kept[j]];
            }
        }

        indices = kept;
        return Create(cost, kept.Length, kept.Select(i => Weights[i]).ToArray(), Origin, Factor?.Select(kept), _features, kept);
    }

    /// <summary>Demands that the costs of some points fit into memory.</summary>
    /// <param name="count">The number of points n.</param>
    /// <param name="available">Bytes that the process can have.</param>
    /// <exception cref="GwSmmException">They do not; the message holds the estimate.</exception>
    internal static void RequireMemory(int count, long available)
    {
        var bytes = (double)count * count * sizeof(double);
        if (bytes > available)
        {
            const double Gibibyte = 1L << 30;
            throw new GwSmmException(
                $"The costs of {count} points would take {bytes / Gibibyte:0.0} GiB; the process can have {available / Gibibyte:0.0} GiB. Use a sample of the points.");
        }
    }

    private static void CheckCount(int count)
    {
        if (count < 1)
        {
            throw new GwSmmException($"The space has {count} points; at least 1 is needed. Check that the feature file or item is not empty.");
        }

        if (count > LargestCount)
        {
            var gibibytes = (double)count * count * sizeof(double) / (1L << 30);
            throw new GwSmmException(
                $"The space has {count} points; its costs would take {gibibytes:0} GiB, and at most {LargestCount} points are supported. Use a sample of the points.");
        }
    }

    /// <summary>Checks weights.</summary>
    /// <param name="weights">The weights; empty for 1/n each.</param>
    /// <param name="count">The number of points n.</param>
    /// <returns>A copy, and whether one is 0.</returns>
    internal static (double[] Weights, bool HasZero) CheckWeights(ReadOnlySpan<double> weights, int count)
    {
        var result = new double[count];
        if (weights.IsEmpty)
        {
            Array.Fill(result, 1.0 / count);
            return (result, false);
        }

        if (weights.Length != count)
        {
            throw new ArgumentException($"{count} points need {count} weights, not {weights.Length}.", nameof(weights));
        }

        var sum = 0.0;
        var hasZero = false;
        for (var i = 0; i < count; i++)
        {
            if (!double.IsFinite(weights[i]) || weights[i] < 0)
            {
                throw new GwSmmException($"Weight {i + 1} is {weights[i]}; weights must be finite and at least 0. Correct the weights.");
            }

            sum += weights[i];
            hasZero |= weights[i] == 0;
        }

        if (!(Math.Abs(sum - 1) <= WeightSumTolerance))
        {
            throw new GwSmmException($"The {count} weights sum to {sum}; they must sum to 1. Divide them by their sum.");
        }

        weights.CopyTo(result);
        if (Math.Abs(sum - 1) > RoundingOfSum)
        {
            TensorPrimitives.Divide(result, sum, result);
        }

        return (result, hasZero);
    }
}
