namespace GwSmm.OptimalTransport;

/// <summary>Feature vectors with weights, of which a space is made when it is needed. Immutable by convention; thread-safe.</summary>
public sealed class FeatureCloud : ISpaceSource
{
    private readonly double[] _features;
    private readonly double[] _weights;

    /// <summary>Creates a cloud; the features are checked when a space is made.</summary>
    /// <param name="features">The features [n, d], row-major; kept, not copied.</param>
    /// <param name="count">The number of points n, at least 1.</param>
    /// <param name="dimension">The number of features d, at least 1.</param>
    /// <param name="metric">The cost between two points.</param>
    /// <param name="normalization">What the costs are divided by.</param>
    /// <param name="weights">The weights [n], see <see cref="MetricMeasureSpace.Weights"/>; null for 1/n each; kept, not copied.</param>
    /// <exception cref="ArgumentException">The features have another length than n d.</exception>
    public FeatureCloud(
        double[] features,
        int count,
        int dimension,
        CostMetric metric = CostMetric.Euclidean,
        CostNormalization normalization = CostNormalization.None,
        double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.LongLength != (long)count * dimension)
        {
            throw new ArgumentException($"{count} x {dimension} features need {(long)count * dimension} values, not {features.LongLength}.", nameof(features));
        }

        _features = features;
        _weights = weights ?? [];
        (Count, Dimension, Metric, Normalization) = (count, dimension, metric, normalization);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>The number of features d.</summary>
    public int Dimension { get; }

    /// <summary>The cost between two points.</summary>
    public CostMetric Metric { get; }

    /// <summary>What the costs are divided by.</summary>
    public CostNormalization Normalization { get; }

    /// <summary>The features [n, d], row-major.</summary>
    public ReadOnlySpan<double> Features => _features;

    /// <summary>The weights [n]; empty for 1/n each.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public MetricMeasureSpace Build() => MetricMeasureSpace.FromCloud(this);

    /// <summary>Some of the points.</summary>
    /// <param name="kept">Their positions; the others weigh nothing.</param>
    /// <returns>A cloud with a copy of their features.</returns>
    internal FeatureCloud Select(int[] kept)
    {
        var features = new double[kept.Length * Dimension];
        for (var i = 0; i < kept.Length; i++)
        {
            _features.AsSpan(kept[i] * Dimension, Dimension).CopyTo(features.AsSpan(i * Dimension));
        }

        return new FeatureCloud(features, kept.Length, Dimension, Metric, Normalization, Array.ConvertAll(kept, i => _weights[i]));
    }
}
