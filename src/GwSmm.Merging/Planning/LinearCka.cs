using GwSmm.Encoders;
using GwSmm.Numerics;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// Linear centred kernel alignment (Kornblith et al., 2019): how alike two encoders see the same texts, whatever rotation and scale. Other
/// than the Gromov-Wasserstein distance it needs common texts. Thread-safe.
/// </summary>
public static class LinearCka
{
    /// <summary>The alignment of two sets of features of the same texts.</summary>
    /// <param name="first">[n, d1], row-major, finite.</param>
    /// <param name="second">[n, d2], row-major, finite.</param>
    /// <param name="count">n, at least 2.</param>
    /// <returns>In [0, 1]; 0 where one does not vary, and 1 where both do not.</returns>
    /// <exception cref="ArgumentException">A length is no positive multiple of the count.</exception>
    /// <exception cref="GwSmmException">A feature is not finite.</exception>
    public static double Compute(float[] first, float[] second, int count)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return Align(Centre(first, count), Centre(second, count), count);
    }

    /// <summary>1 - alignment of each two models on the same texts, as an input to <see cref="ItemGrouping"/>.</summary>
    /// <param name="models">The models, each of another item.</param>
    /// <param name="texts">The texts [n], at least 2: such as some responses to every item.</param>
    /// <param name="threads">Threads to use; 0, the default, takes all processors. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Distances in [0, 1].</returns>
    /// <exception cref="GwSmmException">Fewer than 2 texts, or a feature is not finite.</exception>
    public static DistanceMatrix Distances(IReadOnlyList<ScoringModel> models, IReadOnlyList<string> texts, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count < 2)
        {
            throw new GwSmmException($"Centred kernel alignment was given {texts.Count} texts; it needs at least 2, better some hundred.");
        }

        double[][] features = [.. models.Select(model => Centre(model.CreateEncoder(threads).Encode(texts, cancellationToken), texts.Count))];
        var distances = new double[models.Count * models.Count];
        for (var i = 0; i < models.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                distances[(i * models.Count) + j] = distances[(j * models.Count) + i] = 1 - Align(features[i], features[j], texts.Count);
            }
        }

        return new DistanceMatrix([.. models.Select(model => model.Item)], distances);
    }

    private static double[] Centre(float[] features, int count)
    {
        if (features.Length == 0 || features.Length % count != 0)
        {
            throw new ArgumentException($"There are {features.Length} feature values of {count} texts; expected a positive multiple.", nameof(features));
        }

        var width = features.Length / count;
        var mean = new double[width];
        for (var i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i]))
            {
                throw new GwSmmException($"Feature {(i % width) + 1} of text {(i / width) + 1} is {features[i]}; expected a finite number. The encoder is damaged or its training diverged: train it again.");
            }

            mean[i % width] += features[i] / (double)count;
        }

        var centred = new double[features.Length];
        for (var i = 0; i < centred.Length; i++)
        {
            centred[i] = features[i] - mean[i % width];
        }

        return centred;
    }

    private static double Align(double[] first, double[] second, int count)
    {
        var (own, other) = (CrossSquare(first, first, count), CrossSquare(second, second, count));
        return own == 0 || other == 0 ? (own == other ? 1 : 0) : Math.Min(1, CrossSquare(first, second, count) / Math.Sqrt(own * other));
    }

    // The squared Frobenius norm of X'Y.
    private static double CrossSquare(double[] first, double[] second, int count)
    {
        var (rows, columns) = (first.Length / count, second.Length / count);
        var product = new double[rows * columns];
        Gemm.Multiply(true, false, rows, columns, count, 1.0, first, rows, second, columns, 0.0, product, columns);
        return System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(product);
    }
}
