using System.Diagnostics;
using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// GW-SMM (arXiv 2503.09774): compares scoring models by the Gromov-Wasserstein distance between the features that each gives to the
/// responses of its own item, groups the nearest, merges the encoders of a group and keeps one head per item. The same models,
/// responses, options and seed give the same bits for any number of threads. Thread-safe.
/// </summary>
public sealed class ModelMerger
{
    private readonly MergeOptions _options;

    /// <summary>Creates a merger.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="GwSmmException">Two grouping rules or ways of storing are set, heads are not fitted as an automatic choice needs, or a number is out of range.</exception>
    public ModelMerger(MergeOptions? options = null)
    {
        _options = options ?? new MergeOptions();
        MergeChecks.Options(_options);
    }

    /// <summary>Merges.</summary>
    /// <param name="models">One model for each item, at least one; none is changed.</param>
    /// <param name="responses">The training responses by item; those of other items are left aside.</param>
    /// <param name="baseEncoder">The encoder that all models grew from; null where unknown, then methods that need it are refused.</param>
    /// <param name="progress">Told of each step, from whichever thread did it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The merged model and what was done.</returns>
    /// <exception cref="GwSmmException">The models, responses, plan or base do not fit together; a feature is not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public MergeResult Merge(
        IReadOnlyList<ScoringModel> models,
        IReadOnlyDictionary<string, ResponseSet> responses,
        BaseEncoder? baseEncoder = null,
        IProgress<MergeProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(responses);
        MergeChecks.Responses(models, responses);
        foreach (var model in models)
        {
            MergeChecks.SameArchitecture(models[0], model);
        }

        string[] items = ItemOrder.Sort(models.Select(model => model.Item));
        ScoringModel[] sorted = [.. items.Select(item => models.First(model => string.Equals(model.Item, item, StringComparison.Ordinal)))];

        MergeChecks.Distances(_options.Distances, items);

        // What is wrong with a given plan is known before any work is done.
        var given = _options.Plan?.Validate(items, _options.MissingItemsStayAlone);
        if (given is not null)
        {
            CheckGroups(given, sorted, baseEncoder);
        }

        var watch = Stopwatch.StartNew();
        var features = IndividualFeatures.Compute(sorted, responses, _options, progress, cancellationToken);
        var featureSeconds = Lap(watch);
        var distances = _options.Distances ?? features.Distances(_options, progress, cancellationToken);
        var plan = given is null ? Group(distances) : new MergePlan(given.Groups, given.Reason ?? "given plan", distances);
        CheckGroups(plan, sorted, baseEncoder);
        var distanceSeconds = Lap(watch);
        var choice = _options.Automatic is null ? null : Choose(_options.Automatic, plan, sorted, baseEncoder, responses, progress, cancellationToken);
        plan = choice is null ? plan : new MergePlan(choice.Groups, choice.Structure, distances);
        var encoders = choice is null ? MergeEncoders(plan, sorted, baseEncoder, responses, progress, cancellationToken) : choice.Encoders(plan);
        var encoderSeconds = Lap(watch);
        var fits = new HeadFitter(_options).Fit(plan, sorted, responses, features, encoders, progress, cancellationToken);
        var groups = plan.Groups.Select((group, g) => new MergedGroup(
            group, encoders[g].Weights, fits.Where(fit => fit.Group == g).ToDictionary(fit => fit.Item, fit => fit.MergedHead, StringComparer.Ordinal), plan.Explain(g), encoders[g].Deltas)).ToArray();
        var provenance = new MergeProvenance(MethodName(choice), _options.MergedHeadFit, _options.Seed, BaseHash(sorted, baseEncoder), plan);
        var merged = new MergedModel(sorted[0].Config, sorted[0].Vocabulary, sorted[0].LowerCase, sorted[0].Features, groups, provenance);
        var before = sorted.Sum(model => (sizeof(float) * model.Weights.ParameterCount) + MergedModel.HeadBytes(model.Head));
        return new MergeResult
        {
            Model = merged,
            Plan = plan,
            Automatic = choice is null ? null : choice.Report! with { Storage = (double)merged.ParameterBytes / before },
            Distances = distances,
            Items = fits,
            BytesBefore = before,
            BytesAfter = merged.ParameterBytes,
            Timings = new MergeTimings(featureSeconds, distanceSeconds, encoderSeconds, Lap(watch)),
        };
    }

    private static double Lap(Stopwatch watch)
    {
        var seconds = watch.Elapsed.TotalSeconds;
        watch.Restart();
        return seconds;
    }

    private static string BaseHash(ScoringModel[] models, BaseEncoder? baseEncoder)
    {
        string[] known = [.. models.Select(model => model.BaseHash).Where(hash => hash.Length > 0).Distinct(StringComparer.Ordinal)];
        return known.Length == 1 ? known[0] : known.Length == 0 && baseEncoder is not null ? baseEncoder.Hash : string.Empty;
    }

    private static ScoringModel[] Members(IReadOnlyList<string> group, ScoringModel[] models) =>
        [.. group.Select(item => Array.Find(models, model => string.Equals(model.Item, item, StringComparison.Ordinal))!)];

    private void CheckGroups(MergePlan plan, ScoringModel[] models, BaseEncoder? baseEncoder)
    {
        foreach (var group in plan.Groups.Where(group => group.Count > 1))
        {
            foreach (var method in _options.Automatic?.Methods ?? [_options.Method])
            {
                MergeChecks.SameBase(Members(group, models), baseEncoder, method);
            }
        }
    }

    private MergePlan Group(DistanceMatrix distances)
    {
        if (_options.Clusters is { } clusters)
        {
            return ItemGrouping.AverageLinkage(distances, clusters);
        }

        return _options.DistanceThreshold is { } threshold
            ? ItemGrouping.DistanceThreshold(distances, threshold)
            : ItemGrouping.NearestGroups(distances, _options.MaxGroupSize ?? MergeOptions.DefaultMaxGroupSize);
    }

    private List<GroupEncoder> MergeEncoders(
        MergePlan plan, ScoringModel[] models, BaseEncoder? baseEncoder, IReadOnlyDictionary<string, ResponseSet> responses, IProgress<MergeProgress>? progress, CancellationToken cancellationToken)
    {
        var result = new List<GroupEncoder>();
        foreach (var group in plan.Groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var members = Members(group, models);
            result.Add(members.Length == 1
                ? new GroupEncoder(members[0].Weights)
                : MergeEncoder(members, baseEncoder, responses, new GroupRelay(progress, group, result.Count, plan.Groups.Count), cancellationToken));
            progress?.Report(new MergeProgress(MergePhase.Encoders, result.Count, plan.Groups.Count, $"{{{string.Join(", ", group)}}}: {plan.Explain(result.Count - 1)}"));
        }

        return result;
    }

    private GroupEncoder MergeEncoder(
        ScoringModel[] members, BaseEncoder? baseEncoder, IReadOnlyDictionary<string, ResponseSet> responses, GroupRelay progress, CancellationToken cancellationToken)
    {
        if (_options.DeltaMethod is { } deltaMethod)
        {
            return GroupEncoder.Merge(deltaMethod, Input(members, baseEncoder?.Weights, null), cancellationToken);
        }

        var input = Input(_options.Method, members, baseEncoder, responses, progress);
        var merged = GroupEncoder.Merge(_options.Method, input, cancellationToken);
        return _options.Corrections is null ? merged : merged.Correct(input, _options.Corrections, cancellationToken);
    }

    private AutomaticChoice Choose(
        AutoMergeOptions automatic, MergePlan plan, ScoringModel[] models, BaseEncoder? baseEncoder, IReadOnlyDictionary<string, ResponseSet> responses,
        IProgress<MergeProgress>? progress, CancellationToken cancellationToken)
    {
        var all = new MergePlan([plan.Items], "one group of all items", plan.Distances);
        var run = new AutomaticMerge(models, responses, _options, automatic, Merge, progress, cancellationToken);
        return run.Run([("one group of all items", all), (plan.Reason ?? "groups", plan)]);

        GroupEncoder Merge(IMergeMethod method, IReadOnlyList<string> group)
        {
            var members = Members(group, models);
            MergeChecks.SameBase(members, baseEncoder, method);
            return GroupEncoder.Merge(method, Input(method, members, baseEncoder, responses, new GroupRelay(progress, group, 0, 1)), cancellationToken);
        }
    }

    private string MethodName(AutomaticChoice? choice)
    {
        if (choice is not null)
        {
            return "automatic";
        }

        var name = _options.DeltaMethod?.Name ?? _options.Method.Name;
        return _options.Corrections is null || _options.DeltaMethod is not null ? name : $"{name} + {_options.Corrections.Describe()}";
    }

    private MergeInput Input(IMergeMethod method, ScoringModel[] members, BaseEncoder? baseEncoder, IReadOnlyDictionary<string, ResponseSet> responses, GroupRelay progress) => Input(
        members,
        method.NeedsBase ? baseEncoder?.Weights : null,
        method.NeedsResponses ? MergeContext.Create(members, responses, _options.Threads, _options.Seed, progress) : null);

    private MergeInput Input(ScoringModel[] members, EncoderWeights? baseWeights, MergeContext? context) =>
        new([.. members.Select(model => model.Item)], [.. members.Select(model => model.Weights)], baseWeights, context) { Threads = _options.Threads, Seed = _options.Seed };
}
