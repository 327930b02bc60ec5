using GwSmm.Encoders;
using GwSmm.Numerics;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>The features that each model gives to the responses of its own item.</summary>
internal sealed class IndividualFeatures
{
    private readonly ScoringModel[] _models;
    private readonly Dictionary<string, float[]> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float[]> _compared = new(StringComparer.Ordinal);

    private IndividualFeatures(ScoringModel[] models) => _models = models;

    /// <summary>Encodes: all responses where heads will be refitted to them, else only those that are compared; none where distances are known.</summary>
    /// <param name="models">The models, in ascending order of their items.</param>
    /// <param name="responses">The responses by item.</param>
    /// <param name="options">Seed, rows and threads.</param>
    /// <param name="progress">Told of each item.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The features.</returns>
    /// <exception cref="GwSmmException">A feature is not finite.</exception>
    public static IndividualFeatures Compute(
        ScoringModel[] models, IReadOnlyDictionary<string, ResponseSet> responses, MergeOptions options, IProgress<MergeProgress>? progress, CancellationToken cancellationToken)
    {
        var result = new IndividualFeatures(models);
        for (var m = 0; m < models.Length && (options.RefitIndividuals || options.Distances is null); m++)
        {
            var model = models[m];
            var set = responses[model.Item];
            var rows = Rows(model.Item, set.Count, options);
            var encoder = new TextEncoder(model.Config, model.Weights, new TextTokenizer(model.Vocabulary, model.LowerCase), model.Features, options.Threads);
            var encoded = options.RefitIndividuals ? set : set.Subset(rows);
            var features = encoder.Encode(encoded.Texts, cancellationToken);
            FeatureCheck.Require(features, encoded);
            var width = encoder.FeatureCount;
            if (options.RefitIndividuals)
            {
                result._all[model.Item] = features;
                features = [.. rows.SelectMany(row => features.AsSpan(row * width, width).ToArray())];
            }

            result._compared[model.Item] = features;
            progress?.Report(new MergeProgress(MergePhase.Features, m + 1, models.Length, $"item {model.Item}: {encoded.Count} responses encoded"));
        }

        return result;
    }

    /// <summary>Features of all responses [n, d]; null where only some were encoded.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Row-major.</returns>
    public float[]? All(string item) => _all.GetValueOrDefault(item);

    /// <summary>The number of responses that are compared.</summary>
    /// <param name="item">The item.</param>
    /// <returns>At least 2; 0 where distances were known.</returns>
    public int ComparedCount(string item) => _compared.TryGetValue(item, out var features) ? features.Length / _models[0].Config.HiddenSize : 0;

    /// <summary>Compares each two items.</summary>
    /// <param name="options">Metric, solver, threads.</param>
    /// <param name="progress">Told of each pair.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The distances.</returns>
    public DistanceMatrix Distances(MergeOptions options, IProgress<MergeProgress>? progress, CancellationToken cancellationToken)
    {
        string[] items = [.. _models.Select(model => model.Item)];
        var width = _models[0].Config.HiddenSize;
        MetricMeasureSpace[] spaces =
        [
            .. items.Select(item => new FeatureCloud(Array.ConvertAll(_compared[item], value => (double)value), ComparedCount(item), width, options.Metric).Build().WithoutFeatures()),
        ];
        var relay = progress is null ? null : new PairRelay(items, progress);
        return PairwiseDistances.Compute(spaces, new PairwiseOptions { Names = items, Threads = options.Threads, Solver = new GromovWassersteinSolver(options.Solver) }, relay, cancellationToken);
    }

    private static int[] Rows(string item, int count, MergeOptions options)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        if (count <= options.MaxFeatureRows)
        {
            return rows;
        }

        new DeterministicRandom(DeterministicRandom.Derive(options.Seed, "feature rows of " + item)).Shuffle(rows.AsSpan());
        return [.. rows.Take(options.MaxFeatureRows).Order()];
    }
}
