using System.Globalization;
using GwSmm.Encoders;
using GwSmm.Merging;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>Merges fitted scorers and tells the log about it.</summary>
internal sealed class ScorerMerging
{
    private const string Channel = "Merge";
    private readonly IHostEnvironment _environment;
    private readonly GwMergeOptions _options;
    private readonly ulong _seed;
    private readonly StageLog _log;

    /// <summary>Takes the options and draws the seed.</summary>
    public ScorerMerging(IHostEnvironment environment, GwMergeOptions options)
    {
        _environment = environment;
        _options = options;
        _log = new StageLog(environment);
        ScoringTransformer.CheckPrecision(options.Precision, nameof(GwMergeOptions));
        _seed = options.Seed ?? (ulong)_log.Random.Next();
    }

    /// <summary>Checks that scorers can share a stage.</summary>
    /// <returns>The columns that all of them read.</returns>
    /// <exception cref="GwSmmException">There is none, an item comes twice, or they read different columns.</exception>
    public static DataColumns CheckScorers(IReadOnlyList<TextScorerTransformer> scorers)
    {
        if (scorers.Count == 0)
        {
            throw new GwSmmException("There is no text scorer to merge. Append TextScorer, TextScorers or LoadScorer before the merge.");
        }

        if (scorers.GroupBy(scorer => scorer.Item, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new GwSmmException($"Item '{twice.Key}' has {twice.Count()} scorers; it must have one.");
        }

        var columns = scorers[0].Columns;
        return scorers.FirstOrDefault(scorer => scorer.Columns != columns) is { } other
            ? throw new GwSmmException(
                $"The scorers of items '{scorers[0].Item}' and '{other.Item}' read different columns ({Name(columns)}; {Name(other.Columns)}). Scorers that are merged must read the same ones.")
            : columns;
    }

    /// <summary>Merges.</summary>
    /// <param name="scorers">The scorers.</param>
    /// <param name="data">Labelled responses to their items.</param>
    public MultiHeadTransformer Merge(IReadOnlyList<TextScorerTransformer> scorers, IDataView data)
    {
        var columns = CheckScorers(scorers);
        var items = scorers.Select(scorer => scorer.Item).ToArray();
        var table = ResponseReader.Read(data, columns, items, _options.CancellationToken);
        var models = scorers.Select(scorer => scorer.Model).ToArray();
        var baseEncoder = _options.BaseEncoder ?? scorers.Select(scorer => scorer.BaseEncoder).FirstOrDefault(found => found is not null);
        var progress = new DirectProgress<MergeProgress>(step =>
        {
            _log.Info(Channel, $"{step.Phase} {step.Done} of {step.Total}: {step.Message}");
            _options.Progress?.Report(step);
        });
        _log.Info(Channel, $"Merging {items.Length} scorers with method '{_options.Method.Name}', seed {_seed}.");
        var result = new ModelMerger(MergeOptions()).Merge(models, table.Responses, baseEncoder, progress, _options.CancellationToken);
        foreach (var line in result.Automatic?.Explain() ?? [])
        {
            _log.Info(Channel, line);
        }

        if (result.Automatic is { WithinStorage: false } choice)
        {
            _log.Warning(Channel, string.Create(CultureInfo.InvariantCulture, $"The merged model takes {choice.Storage:P1} of the single models' bytes; at most {choice.MaxStorage:P1} was asked for, {100 * (choice.Storage - choice.MaxStorage):F1} percentage points less, but nothing so small keeps the scores."));
        }

        var manifest = new MultiHeadManifest
        {
            Product = StageManifest.ThisProduct,
            TextColumn = columns.Text,
            ItemColumn = columns.Item,
            LabelColumn = columns.Label,
            Precision = _options.Precision,
            Items = items,
            ItemClasses = ItemClasses(result.Model, table.Labels),
            Classes = RoutedClasses(result.Model, table.Labels),
            Report = Report(scorers, result, table),
        };
        return new MultiHeadTransformer(_environment, result.Model, manifest, result);
    }

    private static string Name(DataColumns columns) => $"'{columns.Item}', '{columns.Text}', '{columns.Label}'";

    private static Dictionary<string, IReadOnlyList<string>> ItemClasses(MergedModel model, LabelSpace labels) =>
        model.Groups.SelectMany(group => group.Items.Select(item => (item, classes: labels.Order(group.HeadOf(item).Labels, out _))))
            .ToDictionary(pair => pair.item, pair => pair.classes, StringComparer.Ordinal);

    private static IEnumerable<ScoringHead> Heads(MergedModel model) => model.Groups.SelectMany(group => group.Items.Select(group.HeadOf));

    private IReadOnlyList<string>? RoutedClasses(MergedModel model, LabelSpace labels)
    {
        var heads = Heads(model).ToArray();
        if (heads.Any(head => head.Kind != heads[0].Kind))
        {
            _log.Warning(Channel, "Some items are multi-class and others multi-label: the merged model has the columns of each item, but no routed Score and PredictedLabel.");
            return null;
        }

        var classes = labels.Order(heads.SelectMany(head => head.Labels), out var warning);
        if (warning is not null)
        {
            _log.Warning(Channel, warning);
        }

        return classes;
    }

    private MergeOptions MergeOptions() => new()
    {
        MaxGroupSize = _options.MaxGroupSize,
        Clusters = _options.Clusters,
        DistanceThreshold = _options.DistanceThreshold,
        Plan = _options.Plan,
        Automatic = _options.Automatic,
        Corrections = _options.Corrections,
        DeltaMethod = _options.DeltaMethod,
        Method = _options.Method,
        HeadFit = _options.RefitHeads ? _options.HeadFit : HeadFit.Keep,
        Refit = new HeadRefitOptions { Decision = _options.Decision },
        RefitIndividuals = _options.RefitIndividuals,
        Metric = _options.Metric,
        MaxFeatureRows = _options.MaxFeatureRows,
        Threads = _options.Threads,
        Seed = _seed,
    };

    private GwMergeReport Report(IReadOnlyList<TextScorerTransformer> scorers, MergeResult result, ResponseTable table)
    {
        var merged = new MergedScorer(result.Model, _options.Threads, _options.Precision);
        return new GwMergeReport
        {
            Groups = result.Plan.Groups,
            Reason = result.Plan.Reason,
            Method = result.Model.Provenance.Method,
            HeadFit = result.Model.Provenance.HeadFit,
            Seed = _seed,
            Items = [.. scorers.Select(scorer => Compare(scorer.Model, merged, table.Responses[scorer.Item]))],
            BytesBefore = result.BytesBefore,
            BytesAfter = result.BytesAfter,
            Automatic = result.Automatic,
            Distances = result.Distances,
        };
    }

    private GwMergeItem Compare(ScoringModel single, MergedScorer merged, ResponseSet responses)
    {
        var step = (responses.Count + GwMergeItem.MostMeasured - 1) / GwMergeItem.MostMeasured;
        var sample = responses.Subset([.. Enumerable.Range(0, responses.Count).Where(row => row % step == 0)]);
        var group = merged.Model.GroupIndexOf(single.Item);
        var before = Accuracy(single.Head, single.CreateEncoder(_options.Threads).Encode(sample.Texts, _options.CancellationToken));
        var after = Accuracy(merged.Model.HeadOf(single.Item), merged.Features(single.Item, sample.Texts, _options.CancellationToken));
        var item = new GwMergeItem(single.Item, group + 1, responses.Count, sample.Count, before, after);
        _log.Info(Channel, string.Create(
            CultureInfo.InvariantCulture,
            $"Item '{item.Item}', group {item.Group}: accuracy on {item.MeasuredResponses} training responses {before:F3} before, {after:F3} after."));
        return item;

        double Accuracy(ScoringHead head, float[] features) => TrainingAccuracy.Of(head, features, sample);
    }
}
