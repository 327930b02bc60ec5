using System.Text.Json;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Merges checkpoints from directory to directory without holding an encoder in memory. Everything is checked when it is opened, before a byte is
/// written. Heads are kept as they are: without responses there is nothing to fit them to. Not thread-safe.
/// </summary>
public sealed class DirectoryMerger : IDisposable
{
    private readonly DirectoryMergeOptions _options;
    private readonly ModelDirectories _models;
    private readonly CheckpointSource[] _sources;
    private readonly List<ITensorMerge> _merges = [];

    private DirectoryMerger(DirectoryMergeOptions options, ModelDirectories models, MergePlan plan)
    {
        _options = options;
        _models = models;
        Plan = plan;
        _sources = [.. plan.Groups.Select(models.Source)];
    }

    /// <summary>The groups.</summary>
    public MergePlan Plan { get; }

    /// <summary>What the merge of each group will take.</summary>
    public IReadOnlyList<GroupForecast> Groups { get; private set; } = [];

    /// <summary>What a person should know of the models, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Opens models and checks them: headers, hashes, architecture, base, labels, every value once, and the method's parameters for every group.</summary>
    /// <param name="directories">The directories of the models, at least one.</param>
    /// <param name="items">Their items in the same order; null takes those that were saved, or the names of the directories.</param>
    /// <param name="baseDirectory">The directory of the encoder that all grew from; null where it is not needed.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A merger that is ready to write; dispose it to release the files.</returns>
    /// <exception cref="GwSmmException">A model, the base or the plan is missing or damaged, they do not fit together, or the method's parameters do not fit a group.</exception>
    public static DirectoryMerger Open(
        IReadOnlyList<string> directories, IReadOnlyList<string>? items = null, string? baseDirectory = null, DirectoryMergeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directories);
        options ??= new DirectoryMergeOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        var models = ModelDirectories.Open(directories, items, baseDirectory, options.Threads, cancellationToken);
        try
        {
            var plan = options.Plan?.Validate(models.Items) ?? new MergePlan([models.Items], "all models");
            foreach (var group in plan.Groups)
            {
                models.CheckGroup(group, options.Method);
            }

            var result = new DirectoryMerger(options, models, plan);
            result.Scan(cancellationToken);
            return result;
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>Merges every group into a directory of its own, and writes <c>merge.json</c> beside them.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="progress">Told the share of the work that is done, from whichever thread did it.</param>
    /// <param name="cancellationToken">Stops the work; a file that is not complete is removed.</param>
    /// <exception cref="GwSmmException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public void Write(string directory, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var groups = new List<DirectoryGroup>();
        for (var g = 0; g < _sources.Length; g++)
        {
            var path = Path.Combine(directory, Groups[g].Directory);
            var first = _models.Checkpoint(Plan.Groups[g][0]);
            using (var writer = new EncoderCheckpointWriter(path, first.Config, first.Vocabulary, first.LowerCase))
            {
                StreamingMerge.Run(
                    MethodOf(g), _merges[g], _sources[g], new CheckpointTarget(writer), _options.Threads, progress is null ? null : new Share(progress, g, _sources.Length), cancellationToken);
                writer.Complete();
            }

            groups.Add(WriteHeads(path, g));
        }

        var manifest = new DirectoryManifest
        {
            Format = DirectoryManifest.FormatName,
            FormatVersion = Plan.Groups.Any(group => _models.Checkpoint(group[0]).Vocabulary.MustStateMaxWordLength) ? DirectoryManifest.CurrentVersion : DirectoryManifest.PlainVersion,
            ProductVersion = MergedModelWriter.ProductVersion,
            Method = _options.Method.Name,
            Parameters = _options.Parameters,
            Seed = _options.Seed,
            BaseHash = _models.BaseHash,
            Plan = JsonElement.Parse(MergePlanJson.Format(Plan)),
            Groups = groups,
        };
        AtomicFile.Write(Path.Combine(directory, DirectoryManifest.FileName), stream => JsonSerializer.Serialize(stream, manifest, GwsmmManifest.Json));
    }

    /// <summary>Releases the files.</summary>
    public void Dispose() => _models.Dispose();

    // One encoder alone stays what it is, whatever the method.
    private ITensorMergeMethod MethodOf(int group) => _sources[group].Items.Count == 1 ? new AverageMerge() : _options.Method;

    private void Scan(CancellationToken cancellationToken)
    {
        var warnings = new List<string>(_models.Warnings());
        var forecasts = new List<GroupForecast>();
        for (var g = 0; g < _sources.Length; g++)
        {
            var items = Plan.Groups[g];
            var norms = SourceScan.Read(_sources[g], _options.Threads, cancellationToken).ChangeNorms;
            warnings.AddRange(NormWarnings.Of(items, norms));

            // Refuses parameters that do not fit the group; what it has read need not be read again to write.
            _merges.Add(MethodOf(g).Prepare(_sources[g], _options.Threads, cancellationToken));
            var first = _models.Checkpoint(items[0]);
            var heads = HeadTensors.Of(items.Select(item => _models.Scorer(item).Head));
            forecasts.Add(new GroupForecast
            {
                Directory = $"group-{g + 1}",
                Items = items,
                BytesBefore = items.Sum(item => _models.Checkpoint(item).WeightFiles.Sum(file => new FileInfo(file).Length)),
                BytesAfter = EncoderCheckpointWriter.WeightBytes(first.Config, first.Vocabulary) + heads.Sum(tensor => tensor.Data.LongLength * sizeof(float)),
                MemoryBytes = StreamingMerge.ForecastBytes(MethodOf(g), _sources[g], _options.Threads),
                ChangeNorms = norms,
            });
        }

        Groups = forecasts;
        Warnings = warnings;
    }

    private DirectoryGroup WriteHeads(string path, int g)
    {
        var items = Plan.Groups[g];
        var heads = Path.Combine(path, DirectoryManifest.HeadsName);
        SafetensorsWriter.Write(heads, HeadTensors.Of(items.Select(item => _models.Scorer(item).Head)));
        string[] written = [heads, Path.Combine(path, "model.safetensors")];
        var described = items.Select((item, i) => new DirectoryItem(
            item,
            _models.Checkpoint(item).Directory,
            _models.Checkpoint(item).HashFiles(),
            Groups[g].ChangeNorms.Count == 0 ? null : Groups[g].ChangeNorms[i],
            _models.Scorer(item).Head is { } head ? MergedModelWriter.Describe(item, head) : null));
        return new DirectoryGroup(
            Groups[g].Directory, _models.Scorer(items[0]).Features, written.ToDictionary(file => Path.GetFileName(file), FileHash.Sha256, StringComparer.Ordinal), [.. described]);
    }

    private sealed class Share(IProgress<double> progress, int done, int total) : IProgress<double>
    {
        public void Report(double value) => progress.Report((done + value) / total);
    }
}
