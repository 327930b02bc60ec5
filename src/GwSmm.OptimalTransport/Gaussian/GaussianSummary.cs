using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>The mean and covariance of a cloud of features. Immutable by convention (the arrays must not be written); thread-safe.</summary>
public sealed class GaussianSummary
{
    /// <summary>Records a given mean and covariance.</summary>
    /// <param name="mean">The mean [d], d at least 1; kept, not copied.</param>
    /// <param name="covariance">The covariance [d, d], row-major; kept, not copied.</param>
    /// <exception cref="ArgumentException">The covariance has another length than d d.</exception>
    /// <exception cref="GwSmmException">The mean is empty or not finite.</exception>
    public GaussianSummary(double[] mean, double[] covariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(covariance);
        if (mean.Length == 0 || !double.IsFinite(TensorPrimitives.MaxMagnitude<double>(mean)))
        {
            throw new GwSmmException($"The mean has {mean.Length} entries, all of which must be finite, and at least 1 is needed. Check the features.");
        }

        if (covariance.LongLength != (long)mean.Length * mean.Length)
        {
            throw new ArgumentException($"A mean of {mean.Length} entries needs a covariance of {(long)mean.Length * mean.Length}, not {covariance.LongLength}.", nameof(covariance));
        }

        Mean = mean;
        Covariance = covariance;
    }

    /// <summary>The mean [d].</summary>
    public double[] Mean { get; }

    /// <summary>The covariance [d, d], row-major.</summary>
    public double[] Covariance { get; }

    /// <summary>Computes the mean and the covariance sum_i w_i (x_i - mean)(x_i - mean)', divided by n, not n - 1, for equal weights.</summary>
    /// <param name="features">The features [n, d], row-major; finite.</param>
    /// <param name="count">The number of points n, at least 1.</param>
    /// <param name="dimension">The number of features d, at least 1.</param>
    /// <param name="weights">The weights [n], at least 0, with sum 1; empty for 1/n each.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="ArgumentException">A span has another length than its shape says.</exception>
    /// <exception cref="GwSmmException">No point or feature; a feature is NaN or infinite; bad weights.</exception>
    public static GaussianSummary FromFeatures(ReadOnlySpan<double> features, int count, int dimension, ReadOnlySpan<double> weights = default)
    {
        if (count < 1 || dimension < 1)
        {
            throw new GwSmmException($"The features are {count} x {dimension}; at least one point and one feature are needed. Check the feature file.");
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

        var (checkedWeights, _) = MetricMeasureSpace.CheckWeights(weights, count);
        var mean = new double[dimension];
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.MultiplyAdd(features.Slice(i * dimension, dimension), checkedWeights[i], mean, mean);
        }

        var centred = new double[count * dimension];
        for (var i = 0; i < count; i++)
        {
            var row = centred.AsSpan(i * dimension, dimension);
            TensorPrimitives.Subtract(features.Slice(i * dimension, dimension), mean, row);
            TensorPrimitives.Multiply(row, Math.Sqrt(checkedWeights[i]), row);
        }

        var covariance = new double[dimension * dimension];
        Gemm.Multiply(true, false, dimension, dimension, count, 1, centred, dimension, centred, dimension, 0, covariance, dimension);
        return new GaussianSummary(mean, covariance);
    }
}
