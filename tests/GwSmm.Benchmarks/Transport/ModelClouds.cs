using GwSmm.Numerics;
using GwSmm.OptimalTransport;

namespace GwSmm.Benchmarks.Transport;

/// <summary>Features such as fine-tuned models give to responses, made from a seed.</summary>
internal static class ModelClouds
{
    private const int Latent = 8;
    private const int Classes = 4;
    private const double Noise = 0.1;

    /// <summary>Independent standard normal features: no structure, the easy case for conditional gradient.</summary>
    /// <param name="count">Points n.</param>
    /// <param name="dimension">Features d.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="metric">The metric.</param>
    /// <returns>The cloud.</returns>
    public static FeatureCloud Gaussian(int count, int dimension, ulong seed, CostMetric metric)
    {
        var random = new DeterministicRandom(seed);
        var features = new double[count * dimension];
        foreach (ref var value in features.AsSpan())
        {
            value = random.NextGaussian();
        }

        return new FeatureCloud(features, count, dimension, metric);
    }

    /// <summary>Responses of four score levels, a few directions that matter, mapped by each model in its own way and order, with noise.</summary>
    /// <param name="count">Responses n.</param>
    /// <param name="dimension">Features d.</param>
    /// <param name="responses">Seed of the responses: models of the same seed see the same ones.</param>
    /// <param name="model">Seed of the model.</param>
    /// <param name="metric">The metric.</param>
    /// <returns>The cloud.</returns>
    public static FeatureCloud Clustered(int count, int dimension, ulong responses, ulong model, CostMetric metric)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(responses, "responses"));
        var centres = Gaussians(random, Classes * Latent, 2);
        var points = Gaussians(random, count * Latent, 1);
        for (var i = 0; i < count; i++)
        {
            var level = random.Next(Classes);
            for (var l = 0; l < Latent; l++)
            {
                points[(i * Latent) + l] += centres[(level * Latent) + l];
            }
        }

        random = new DeterministicRandom(DeterministicRandom.Derive(model, "model"));
        var map = Gaussians(random, Latent * dimension, 1 / Math.Sqrt(dimension));
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order.AsSpan());
        var features = Gaussians(random, count * dimension, Noise);
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < dimension; k++)
            {
                for (var l = 0; l < Latent; l++)
                {
                    features[(i * dimension) + k] += points[(order[i] * Latent) + l] * map[(l * dimension) + k];
                }
            }
        }

        return new FeatureCloud(features, count, dimension, metric);
    }

    private static double[] Gaussians(DeterministicRandom random, int length, double scale)
    {
        var values = new double[length];
        foreach (ref var value in values.AsSpan())
        {
            value = scale * random.NextGaussian();
        }

        return values;
    }
}
