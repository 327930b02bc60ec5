using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Opened checkpoints of several items and of their base.</summary>
internal sealed class ModelDirectories : IDisposable
{
    private static readonly string[] HarmlessTensors = ["embeddings.position_ids", "embeddings.token_type_ids"];

    private readonly Dictionary<string, (EncoderCheckpoint Checkpoint, ScorerDescription Scorer)> _models = new(StringComparer.Ordinal);
    private readonly EncoderCheckpoint? _base;

    private ModelDirectories(EncoderCheckpoint? baseEncoder) => _base = baseEncoder;

    /// <summary>The items, in ascending order.</summary>
    public IReadOnlyList<string> Items => ItemOrder.Sort(_models.Keys);

    /// <summary>The hash of the base encoder; where it is not given, the one that all models name, else empty.</summary>
    public string BaseHash { get; private set; } = string.Empty;

    /// <summary>Opens directories and computes the hashes of their files.</summary>
    /// <param name="directories">The directories, at least one.</param>
    /// <param name="items">Their items; null takes those that were saved, or the names of the directories.</param>
    /// <param name="baseDirectory">The base; null for none.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The checkpoints.</returns>
    public static ModelDirectories Open(IReadOnlyList<string> directories, IReadOnlyList<string>? items, string? baseDirectory, int threads, CancellationToken cancellationToken)
    {
        if (directories.Count == 0)
        {
            throw new GwSmmException("There are no models to merge; give at least one directory.");
        }

        if (items is not null && items.Count != directories.Count)
        {
            throw new GwSmmException($"There are {items.Count} items for {directories.Count} models; give one for each, in the same order.");
        }

        var result = new ModelDirectories(baseDirectory is null ? null : EncoderCheckpoint.Open(baseDirectory, readHead: false));
        try
        {
            var checkpoints = new List<EncoderCheckpoint>();
            for (var m = 0; m < directories.Count; m++)
            {
                checkpoints.Add(result.Add(directories[m], items?[m]));
            }

            var hash = string.Empty;
            Threads.For(checkpoints.Count + 1, threads, m =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (m < checkpoints.Count)
                {
                    checkpoints[m].HashFiles();
                    checkpoints[m].DescribeScorer();
                }
                else
                {
                    hash = result._base?.ComputeHash(cancellationToken) ?? string.Empty;
                }
            });
            string[] known = [.. result._models.Values.Select(model => model.Scorer.BaseHash).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
            result.BaseHash = hash.Length > 0 ? hash : known.Length == 1 ? known[0] : string.Empty;
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>The checkpoint of an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The checkpoint.</returns>
    public EncoderCheckpoint Checkpoint(string item) => _models[item].Checkpoint;

    /// <summary>What the directory of an item says beside the weights.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The description.</returns>
    public ScorerDescription Scorer(string item) => _models[item].Scorer;

    /// <summary>The encoders of a group, with the base where there is one.</summary>
    /// <param name="group">The items.</param>
    /// <returns>The encoders.</returns>
    public CheckpointSource Source(IReadOnlyList<string> group) => new(group, [.. group.Select(Checkpoint)], _base);

    /// <summary>Checks that the models of a group can share an encoder.</summary>
    /// <param name="group">The items.</param>
    /// <param name="method">The merge method.</param>
    /// <exception cref="GwSmmException">They grew from different bases, read different features, or the method needs a base that was not given.</exception>
    public void CheckGroup(IReadOnlyList<string> group, ITensorMergeMethod method)
    {
        if (group.Count > 1 && method.NeedsBase && _base is null)
        {
            throw new GwSmmException($"The merge method '{method.Name}' needs the base encoder that {string.Join(", ", group.Select(item => $"'{item}'"))} grew from, but none was given. Give it (--base), or use a method that needs none: {MergeMethods.WithoutBase(MergeMethods.TensorNames)}.");
        }

        foreach (var item in group)
        {
            var (first, scorer) = (Scorer(group[0]), Scorer(item));
            if (scorer.Features != first.Features)
            {
                throw new GwSmmException($"The heads of items '{group[0]}' and '{item}' read different features of the encoder ({first.Features} and {scorer.Features}). Train both alike, or put them into different groups.");
            }

            if (scorer.BaseHash.Length > 0 && _base is not null && !string.Equals(scorer.BaseHash, BaseHash, StringComparison.Ordinal))
            {
                throw new GwSmmException($"The model of item '{item}' ('{Checkpoint(item).Directory}') grew from the base encoder {Short(scorer.BaseHash)}, but '{_base.Directory}' is {Short(BaseHash)}. Give the base that the model was trained from.");
            }

            if (scorer.BaseHash.Length > 0 && group.Select(Scorer).FirstOrDefault(other => other.BaseHash.Length > 0 && !string.Equals(other.BaseHash, scorer.BaseHash, StringComparison.Ordinal)) is { } different)
            {
                var name = group.First(other => ReferenceEquals(Scorer(other), different));
                throw new GwSmmException($"The models of items '{item}' and '{name}' grew from different base encoders ({Short(scorer.BaseHash)} and {Short(different.BaseHash)}), so their weights cannot be merged. Train both from the same base or put them into different groups.");
            }
        }
    }

    /// <summary>What a person should know of the directories.</summary>
    /// <returns>The warnings, one line each.</returns>
    public IEnumerable<string> Warnings()
    {
        foreach (var item in Items)
        {
            var (checkpoint, scorer) = _models[item];
            var left = checkpoint.IgnoredTensors.Where(name => !HarmlessTensors.Contains(name, StringComparer.Ordinal)).ToArray();
            if (left.Length > 0)
            {
                yield return $"{left.Length} tensors of item '{item}' are no part of its encoder or head and are left out: {string.Join(", ", left.Take(3))}{(left.Length > 3 ? ", ..." : string.Empty)}.";
            }

            if (scorer.Head is null)
            {
                yield return $"the model of item '{item}' ('{checkpoint.Directory}') has no head; only its encoder is merged.";
            }

            if (_base is not null && scorer.BaseHash.Length == 0)
            {
                yield return $"the model of item '{item}' does not say which base encoder it grew from; '{_base.Directory}' is taken on trust.";
            }
        }
    }

    /// <summary>Releases the files.</summary>
    public void Dispose()
    {
        foreach (var (checkpoint, _) in _models.Values)
        {
            checkpoint.Dispose();
        }

        _base?.Dispose();
    }

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private EncoderCheckpoint Add(string directory, string? name)
    {
        var checkpoint = EncoderCheckpoint.Open(directory);
        try
        {
            var scorer = checkpoint.DescribeScorer(verifyFiles: false);
            var item = name ?? scorer.Item ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
            if (string.IsNullOrWhiteSpace(item))
            {
                throw new GwSmmException($"Directory '{directory}' has no item. Name the items of all models, in the same order.");
            }

            return _models.TryAdd(item, (checkpoint, scorer))
                ? checkpoint
                : throw new GwSmmException($"The models in '{_models[item].Checkpoint.Directory}' and '{directory}' are both of item '{item}'; expected one for each item. Name the items of all models, in the same order.");
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }
}
