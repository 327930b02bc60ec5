using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Fits the heads of a merged model, and the baseline heads of the individual ones.</summary>
internal sealed class HeadFitter
{
    private readonly MergeOptions _options;
    private readonly HeadFit _fit;
    private readonly HeadRefit _refit;
    private readonly HeadTraining _training;

    /// <summary>Creates a fitter.</summary>
    /// <param name="options">Head fit, seed and threads.</param>
    public HeadFitter(MergeOptions options)
    {
        _options = options;
        _fit = options.MergedHeadFit;
        _refit = new HeadRefit(options.Refit with { Seed = options.Seed, Threads = options.Threads });
        _training = new HeadTraining(options.Training with { Seed = options.Seed });
    }

    /// <summary>Fits.</summary>
    /// <param name="plan">The groups.</param>
    /// <param name="models">The models, in ascending order of their items.</param>
    /// <param name="responses">The responses by item.</param>
    /// <param name="features">Features under the individual encoders.</param>
    /// <param name="encoders">The encoder of each group.</param>
    /// <param name="progress">Told of each item.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The items, in ascending order.</returns>
    public IReadOnlyList<ItemMerge> Fit(
        MergePlan plan, ScoringModel[] models, IReadOnlyDictionary<string, ResponseSet> responses, IndividualFeatures features,
        IReadOnlyList<GroupEncoder> encoders, IProgress<MergeProgress>? progress, CancellationToken cancellationToken)
    {
        var byItem = models.ToDictionary(model => model.Item, StringComparer.Ordinal);
        var result = new List<ItemMerge>();
        for (var g = 0; g < plan.Groups.Count; g++)
        {
            var first = byItem[plan.Groups[g][0]];
            var encoder = new Lazy<TextEncoder>(() => new TextEncoder(first.Config, encoders[g].Weights, new TextTokenizer(first.Vocabulary, first.LowerCase), first.Features, _options.Threads));
            foreach (var item in plan.Groups[g])
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (model, set) = (byItem[item], responses[item]);
                var individual = features.All(item) is { } own ? Refit(model, own, set, cancellationToken) : null;
                var start = encoders[g].Heads?.GetValueOrDefault(item) ?? model.Head;
                var delta = encoders[g].Deltas?.GetValueOrDefault(item);
                var isOwn = delta is null && ReferenceEquals(encoders[g].Weights, model.Weights);
                var (head, report) = isOwn ? OwnHead(model, individual, set, encoder, cancellationToken) : MergedHead(model, start, set, encoder, delta, cancellationToken);
                result.Add(new ItemMerge(item, g, set.Count, features.ComparedCount(item), model.Head, individual, head, report));
                progress?.Report(new MergeProgress(MergePhase.Heads, result.Count, models.Length, $"item {item}: head {Describe(isOwn || _fit == HeadFit.Keep, report)}"));
            }
        }

        var comparer = ItemOrder.ComparerFor(plan.Items);
        return [.. result.OrderBy(item => item.Item, comparer)];
    }

    private (ScoringHead Head, HeadRefitResult? Report) OwnHead(ScoringModel model, HeadRefitResult? individual, ResponseSet set, Lazy<TextEncoder> encoder, CancellationToken cancellationToken)
    {
        if (!_options.RefitsItemsAlone)
        {
            return (model.Head, null);
        }

        var report = individual ?? Refit(model, encoder.Value.Encode(set.Texts, cancellationToken), set, cancellationToken);
        return (report.Head, report);
    }

    private (ScoringHead Head, HeadRefitResult? Report) MergedHead(ScoringModel model, ScoringHead start, ResponseSet set, Lazy<TextEncoder> encoder, EncoderDelta? delta, CancellationToken cancellationToken)
    {
        if (_fit == HeadFit.Keep)
        {
            return (start, null);
        }

        var features = (delta is null ? encoder.Value : encoder.Value.WithDelta(delta)).Encode(set.Texts, cancellationToken);
        if (_fit == HeadFit.Training)
        {
            return (_training.Train(start, features, set, cancellationToken), null);
        }

        var report = Refit(model, features, set, cancellationToken);
        return (report.Head, report);
    }

    private HeadRefitResult Refit(ScoringModel model, float[] features, ResponseSet set, CancellationToken cancellationToken)
    {
        var report = _refit.FitWithReport(features, set, cancellationToken);
        return report with { Head = HeadLabels.Align(report.Head, model.Head.Labels) };
    }

    private static string Describe(bool mayBeKept, HeadRefitResult? report)
    {
        if (report is null)
        {
            return mayBeKept ? "kept" : "trained";
        }

        return FormattableString.Invariant($"refitted, penalty {report.Penalties[0]:G3}, cross-validated log loss {report.LogLoss:F4}");
    }
}
