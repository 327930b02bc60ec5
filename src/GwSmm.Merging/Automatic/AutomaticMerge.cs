using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Tries shared encoders and corrections on validation responses and takes the smallest artefact that keeps the scores. Used once.</summary>
internal sealed class AutomaticMerge
{
    private readonly AutoMergeOptions _automatic;
    private readonly Func<IMergeMethod, IReadOnlyList<string>, GroupEncoder> _merge;
    private readonly IProgress<MergeProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, ItemTrial> _items;
    private readonly List<AutoTrial> _trials = [];

    /// <summary>Measures the individual models on the validation responses.</summary>
    /// <param name="models">The models, in ascending order of their items.</param>
    /// <param name="responses">The responses by item.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="automatic">What may be lost and stored.</param>
    /// <param name="merge">Merges the encoders of some items.</param>
    /// <param name="progress">Told of each trial.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public AutomaticMerge(
        ScoringModel[] models, IReadOnlyDictionary<string, ResponseSet> responses, MergeOptions options, AutoMergeOptions automatic,
        Func<IMergeMethod, IReadOnlyList<string>, GroupEncoder> merge, IProgress<MergeProgress>? progress, CancellationToken cancellationToken)
    {
        (_automatic, _merge, _progress, _cancellationToken) = (automatic, merge, progress, cancellationToken);
        _items = models.ToDictionary(
            model => model.Item, model => new ItemTrial(model, responses[model.Item], options, automatic, cancellationToken), StringComparer.Ordinal);
    }

    /// <summary>Tries every plan with every method.</summary>
    /// <param name="plans">Groups to try, each with a name.</param>
    /// <returns>The smallest way that keeps the scores of all items.</returns>
    public AutomaticChoice Run(IReadOnlyList<(string Name, MergePlan Plan)> plans)
    {
        var alone = MergePlan.Alone(_items.Keys);
        var best = Assemble("every item alone", alone, new Dictionary<string, EncoderWeights>(StringComparer.Ordinal), [], [.. alone.Items.Select(item => _items[item].Alone("every item alone"))]);
        foreach (var (name, plan) in plans.Where(plan => plan.Plan.Groups.Any(group => group.Count > 1)))
        {
            foreach (var method in _automatic.Methods)
            {
                best = Try($"{name}, {method.Name}", plan, method, best) ?? best;
            }
        }

        var individual = _items.Values.Sum(item => item.OwnBytes);
        return best with
        {
            Report = new AutoMergeReport
            {
                Trials = _trials,
                Structure = best.Structure,
                Chosen = best.Chosen,
                Storage = (double)best.Bytes / individual,
                MaxStorage = _automatic.MaxStorage,
            },
        };
    }

    // Null where it cannot become smaller than the best so far.
    private AutomaticChoice? Try(string structure, MergePlan plan, IMergeMethod method, AutomaticChoice best)
    {
        var shared = new Dictionary<string, EncoderWeights>(StringComparer.Ordinal);
        var bytes = 0L;
        foreach (var group in plan.Groups)
        {
            bytes += _items[group[0]].OwnBytes;
            if (bytes >= best.Bytes)
            {
                return null;
            }
        }

        foreach (var group in plan.Groups.Where(group => group.Count > 1))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var weights = _merge(method, group).Weights;
            foreach (var item in group)
            {
                shared.Add(item, weights);
            }
        }

        var chosen = new Dictionary<string, AutoTrial>(StringComparer.Ordinal);
        var deltas = new Dictionary<string, EncoderDelta>(StringComparer.Ordinal);
        foreach (var item in plan.Items)
        {
            if (!shared.TryGetValue(item, out var weights))
            {
                chosen.Add(item, _items[item].Alone(structure));
                continue;
            }

            var (trial, delta) = Climb(structure, _items[item], weights);
            chosen.Add(item, trial);
            if (delta is not null)
            {
                deltas.Add(item, delta);
            }

            bytes += trial.Bytes;
            if (bytes >= best.Bytes)
            {
                return null;
            }
        }

        return Assemble(structure, plan, shared, deltas, [.. plan.Items.Select(item => chosen[item])]);
    }

    private (AutoTrial Trial, EncoderDelta? Delta) Climb(string structure, ItemTrial item, EncoderWeights shared)
    {
        foreach (var (correction, delta) in item.Ways(shared, _cancellationToken))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var trial = item.Measure(structure, correction, shared, delta, _cancellationToken);
            _trials.Add(trial);
            _progress?.Report(new MergeProgress(MergePhase.Choice, _trials.Count, _trials.Count, FormattableString.Invariant(
                $"{structure}, item {item.Item}, correction {trial.Correction}: keeps {trial.Retention:P1}, at least {trial.LowerBound:P1}")));
            if (trial.Accepted)
            {
                return (trial, delta);
            }
        }

        return (item.Alone(structure), null);
    }

    private AutomaticChoice Assemble(string structure, MergePlan plan, Dictionary<string, EncoderWeights> shared, Dictionary<string, EncoderDelta> deltas, AutoTrial[] chosen)
    {
        var alone = chosen.Where(trial => string.Equals(trial.Correction, AutoTrial.OwnEncoder, StringComparison.Ordinal)).Select(trial => trial.Item).ToHashSet(StringComparer.Ordinal);
        foreach (var left in plan.Groups.Select(group => group.Where(item => !alone.Contains(item)).ToArray()).Where(left => left.Length == 1).ToArray())
        {
            // Its own encoder takes no more than one that nobody else uses any longer.
            alone.Add(left[0]);
            deltas.Remove(left[0]);
            var position = Array.FindIndex(chosen, trial => string.Equals(trial.Item, left[0], StringComparison.Ordinal));
            chosen[position] = _items[left[0]].Alone(structure);
        }

        string[][] groups = [.. plan.Groups.Select(group => group.Where(item => !alone.Contains(item)).ToArray()).Where(group => group.Length > 0), .. alone.Select(item => new[] { item })];
        var weights = new Dictionary<string, EncoderWeights>(StringComparer.Ordinal);
        foreach (var item in plan.Items)
        {
            weights.Add(item, alone.Contains(item) ? _items[item].Weights : shared[item]);
        }

        var bytes = groups.Sum(group => _items[group[0]].OwnBytes) + deltas.Values.Sum(delta => delta.ByteCount);
        return new AutomaticChoice(structure, groups, weights, deltas, chosen, bytes);
    }
}
