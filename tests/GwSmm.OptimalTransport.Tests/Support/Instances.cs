namespace GwSmm.OptimalTransport.Tests;

/// <summary>Random instances; System.Random with a seed is good enough here, as no expected value depends on its sequence.</summary>
internal static class Instances
{
    public static double[] Features(Random random, int count, int dimension) =>
        [.. Enumerable.Range(0, count * dimension).Select(_ => (random.NextDouble() * 4) - 2 + random.NextDouble())];

    public static double[] Weights(Random random, int count, bool uniform)
    {
        var raw = Enumerable.Range(0, count).Select(_ => uniform ? 1.0 : 0.05 + random.NextDouble()).ToArray();
        var sum = raw.Sum();
        return [.. raw.Select(w => w / sum)];
    }

    /// <summary>Costs; small whole numbers when tied, so that many vertices are optimal and degenerate.</summary>
    public static double[] Costs(Random random, int rows, int columns, bool tied) =>
        [.. Enumerable.Range(0, rows * columns).Select(_ => tied ? random.Next(4) : (random.NextDouble() * 2) - 0.5)];

    public static MetricMeasureSpace Space(Random random, int count, int dimension, CostMetric metric, bool uniform) =>
        MetricMeasureSpace.FromFeatures(Features(random, count, dimension), count, dimension, metric, uniform ? default : Weights(random, count, uniform: false));

    public static int[] Permutation(Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        return order;
    }

    /// <summary>The points in another order.</summary>
    public static MetricMeasureSpace Reorder(MetricMeasureSpace space, int[] order) =>
        MetricMeasureSpace.FromCost(
            [.. order.SelectMany(i => order.Select(j => space.Cost[(i * space.Count) + j]))],
            space.Count,
            order.Select(i => space.Weights[i]).ToArray());
}
