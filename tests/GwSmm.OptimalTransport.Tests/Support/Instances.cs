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

    /// <summary>A fused problem; costs symmetric or not, square or Kullback-Leibler loss.</summary>
    public static GromovWassersteinProblem Fused(Random random, int sources, int targets)
    {
        var symmetric = random.Next(2) == 0;
        var loss = random.Next(2) == 0 ? QuadraticLoss.Square : QuadraticLoss.KullbackLeibler;
        var features = Enumerable.Range(0, sources * targets).Select(_ => random.NextDouble()).ToArray();
        return new GromovWassersteinProblem(
            AwayFromZero(random, sources, symmetric), AwayFromZero(random, targets, symmetric), features, random.NextDouble(), loss);
    }

    /// <summary>A space whose costs are at least 0.1: near 0 the logarithms of the Kullback-Leibler loss magnify rounding errors.</summary>
    public static MetricMeasureSpace AwayFromZero(Random random, int count, bool symmetric)
    {
        var cost = Space(random, count, 3, CostMetric.Euclidean, uniform: true).Cost.Select(c => c + 0.1 + (symmetric ? 0 : random.NextDouble()));
        return MetricMeasureSpace.FromCost([.. cost], count, Weights(random, count, uniform: false));
    }

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
