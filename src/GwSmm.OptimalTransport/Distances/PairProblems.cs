using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Poses the problem of a pair: by structure alone, or fused, where the cost of matching two points is that of their features. Keeps
/// one feature cost for the next pair; one for each thread.
/// </summary>
/// <param name="sources">The spaces.</param>
/// <param name="alpha">The weight of structure against features; null for structure alone.</param>
internal sealed class PairProblems(IReadOnlyList<ISpaceSource> sources, double? alpha)
{
    private double[] _featureCost = [];

    /// <summary>Demands that fused problems can be posed.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="alpha">The weight of structure against features; null for structure alone.</param>
    /// <exception cref="GwSmmException">Alpha is out of range; a space has no features, or other ones than the first.</exception>
    public static void Check(IReadOnlyList<ISpaceSource> sources, double? alpha)
    {
        if (alpha is not { } weight)
        {
            return;
        }

        if (!(weight >= 0) || weight > 1)
        {
            throw new GwSmmException($"Alpha is {weight}; the weight of structure against features must be in [0, 1].");
        }

        for (var i = 0; i < sources.Count; i++)
        {
            if (FeaturesOf(sources[i]) is not { } cloud || FeaturesOf(sources[0]) is not { } first)
            {
                throw new GwSmmException($"Space {(FeaturesOf(sources[0]) is null ? 1 : i + 1)} has costs but no features; fused problems compare features too. Give feature clouds, or leave out alpha.");
            }

            if ((cloud.Dimension, cloud.Metric, cloud.Normalization) != (first.Dimension, first.Metric, first.Normalization))
            {
                throw new GwSmmException(
                    $"Space {i + 1} has {Features(cloud)}, but space 1 has {Features(first)}; fused problems compare features of the same kind. Leave out alpha, or give features of one model.");
            }
        }
    }

    /// <summary>Poses a problem.</summary>
    /// <param name="first">The first space.</param>
    /// <param name="second">The second space.</param>
    /// <param name="source">The first space, made.</param>
    /// <param name="target">The second space, made.</param>
    /// <returns>The problem; a fused one is valid until the next is posed.</returns>
    public GromovWassersteinProblem Pose(int first, int second, MetricMeasureSpace source, MetricMeasureSpace target)
    {
        if (alpha is not { } weight)
        {
            return new GromovWassersteinProblem(source, target);
        }

        var (x, y) = (FeaturesOf(sources[first])!, FeaturesOf(sources[second])!);
        if (_featureCost.Length != x.Count * y.Count)
        {
            _featureCost = new double[x.Count * y.Count];
        }

        Fill(x, y, _featureCost);
        var scale = CostScale.Of(_featureCost, x.Normalization);
        TensorPrimitives.Divide(_featureCost, scale, _featureCost);
        return new GromovWassersteinProblem(source, target, _featureCost, weight);
    }

    private static FeatureCloud? FeaturesOf(ISpaceSource source) => source as FeatureCloud ?? (source as MetricMeasureSpace)?.Features;

    private static void Fill(FeatureCloud x, FeatureCloud y, Span<double> cost)
    {
        var width = x.Dimension;
        for (var i = 0; i < x.Count; i++)
        {
            var a = x.Features.Slice(i * width, width);
            for (var j = 0; j < y.Count; j++)
            {
                var b = y.Features.Slice(j * width, width);
                cost[(i * y.Count) + j] = x.Metric switch
                {
                    CostMetric.Euclidean => TensorPrimitives.Distance(a, b),
                    CostMetric.SquaredEuclidean => Square(TensorPrimitives.Distance(a, b)),
                    _ => Math.Clamp(1 - TensorPrimitives.CosineSimilarity(a, b), 0, 2),
                };
            }
        }
    }

    private static double Square(double value) => value * value;

    private static string Features(FeatureCloud cloud) => $"{cloud.Dimension} features, {cloud.Metric}, normalisation {cloud.Normalization}";
}
