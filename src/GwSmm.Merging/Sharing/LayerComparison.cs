using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>Compares hidden layers of items' own encoders with those of a shared one.</summary>
/// <param name="shared">The shared encoder.</param>
/// <param name="options">Distance, texts and threads.</param>
internal sealed class LayerComparison(EncoderWeights shared, LayerSharingOptions options)
{
    private readonly GromovWassersteinSolver _solver = new();

    /// <summary>The distance of one layer on the responses to one item.</summary>
    /// <param name="model">The item's own model.</param>
    /// <param name="responses">Its responses.</param>
    /// <param name="layer">0 for the embeddings, n for the n-th layer.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public double Distance(ScoringModel model, ResponseSet responses, int layer, CancellationToken cancellationToken)
    {
        var set = responses.Subset([.. Enumerable.Range(0, Math.Min(responses.Count, options.MaxTexts))]);
        var features = model.Features with { Layer = layer, Pooling = model.Features.Pooling == Pooling.Pooler ? Pooling.Cls : model.Features.Pooling };
        var own = Encode(model, model.Weights, features, set, cancellationToken);
        var other = Encode(model, shared, features, set, cancellationToken);
        return options.Distance == LayerDistance.LinearCka
            ? 1 - LinearCka.Compute(own, other, set.Count)
            : GromovWasserstein(own, other, set.Count, cancellationToken);
    }

    private static MetricMeasureSpace? Space(float[] features, int count)
    {
        var space = MetricMeasureSpace.FromFeatures(Array.ConvertAll(features, value => (double)value), count, features.Length / count);
        return Array.TrueForAll(space.Cost, cost => cost == 0) ? null : MetricMeasureSpace.FromCost(space.Cost, count, normalization: CostNormalization.Mean);
    }

    private float[] Encode(ScoringModel model, EncoderWeights weights, FeatureOptions features, ResponseSet set, CancellationToken cancellationToken)
    {
        var encoder = new TextEncoder(model.Config, weights, new TextTokenizer(model.Vocabulary, model.LowerCase), features, options.Threads);
        var encoded = encoder.Encode(set.Texts, cancellationToken);
        FeatureCheck.Require(encoded, set);
        return encoded;
    }

    // A cloud of equal points has no scale: two such are alike, and one is as far from any other as a cloud from a point.
    private double GromovWasserstein(float[] own, float[] other, int count, CancellationToken cancellationToken)
    {
        var (first, second) = (Space(own, count), Space(other, count));
        if (first is null || second is null)
        {
            return first is null && second is null ? 0 : Math.Sqrt((first ?? second)!.Cost.Sum(cost => cost * cost)) / count;
        }

        var identity = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            identity[(i * count) + i] = 1.0 / count;
        }

        return _solver.Solve(new GromovWassersteinProblem(first, second, initialPlan: identity), cancellationToken).Distance;
    }
}
