using System.Diagnostics;
using System.Security.Cryptography;
using GwSmm.Encoders;
using GwSmm.Evaluation;
using GwSmm.Merging;
using Microsoft.ML;

namespace GwSmm.Cli;

/// <summary>Trains, merges and evaluates every method under every plan for every seed: the work of <c>gwsmm experiment</c>.</summary>
/// <param name="config">What to do.</param>
/// <param name="outputDirectory">The folder for the results.</param>
/// <param name="threads">Threads to use; only times depend on it.</param>
/// <param name="reporter">Hears of the progress.</param>
/// <param name="cancellation">Stops the work; trained models stay in the cache.</param>
internal sealed class ProtocolRunner(ProtocolConfig config, string outputDirectory, int threads, Reporter reporter, CancellationToken cancellation)
{
    private readonly List<ExperimentRow> _rows = [];
    private readonly List<ExperimentCost> _costs = [];
    private readonly SortedDictionary<string, string> _planHashes = new(StringComparer.Ordinal);
    private string? _baseHash;

    /// <summary>The folder that keeps trained models.</summary>
    public string CacheDirectory => config.CacheDirectory ?? Path.Combine(outputDirectory, "models");

    /// <summary>Does the work; the output folder receives all files at the end or none.</summary>
    /// <returns>The results.</returns>
    /// <exception cref="GwSmmException">Something in the input or output is wrong.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ExperimentTable Run()
    {
        var data = Read();
        using var output = new OutputDirectory(outputDirectory);
        var cache = new ModelCache(CacheDirectory, reporter);
        foreach (var seed in config.Seeds)
        {
            RunSeed(data, seed, cache, output.Staging);
        }

        var table = new ExperimentTable(_rows, _costs);
        ProtocolFiles.Write(output, table, Record(data));
        cancellation.ThrowIfCancellationRequested();
        output.Complete();
        return table;
    }

    /// <summary>Says what would be done, without doing it.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <exception cref="GwSmmException">Something in the input is wrong.</exception>
    public void DryRun(TextWriter output)
    {
        var data = Read();
        foreach (var seed in config.Seeds)
        {
            var (split, baseEncoder, training) = Prepare(data, seed);
            foreach (var item in split.Items)
            {
                var key = ModelKey.Of(baseEncoder, training, split.Training[item]);
                var cached = File.Exists(Path.Combine(CacheDirectory, $"{key}.zip"));
                output.WriteLine(FormattableString.Invariant(
                    $"seed {seed}, item {item}: {(cached ? "from the cache" : $"train up to {training.Epochs} epochs")} on {split.Training[item].Count} responses, validate on {split.Validation.GetValueOrDefault(item)?.Count ?? 0}, test on {split.Test[item].Count}"));
            }
        }

        foreach (var method in config.Methods)
        {
            output.WriteLine($"method {method.Label}: {string.Join(", ", config.Plans.Select(plan => plan.Count > 1 ? $"{plan.Label} x {plan.Count}" : plan.Label))}");
        }

        output.WriteLine(FormattableString.Invariant(
            $"{config.Seeds.Count * data.Items.Count} models, {config.Seeds.Count * config.Methods.Count * config.Plans.Sum(plan => plan.Count)} merges. Nothing was trained or written."));
    }

    private Dictionary<string, object> Record(ExperimentData data)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["test"] = data.Test.Sha256, ["train"] = data.Train.Sha256 };
        foreach (var (name, hash) in _planHashes)
        {
            inputs[name] = hash;
        }

        if (BaseEncoders.Preset(config.Base) is null && _baseHash is not null)
        {
            inputs["base"] = _baseHash;
        }

        if (config.VocabularyFile is { } vocabulary)
        {
            inputs["vocabulary"] = Hash(vocabulary);
        }

        return new(StringComparer.Ordinal)
        {
            ["versions"] = ProductVersion.All,
            ["inputs"] = inputs,
            ["config"] = config.Json,
            ["labels"] = data.Items.ToDictionary(item => item, item => data.Training[item].Labels, StringComparer.Ordinal),
        };
    }

    private ExperimentData Read()
    {
        var data = reporter.Phase("read", "Reading responses", _ => ExperimentData.Read(config.TrainFile, config.TrainColumns, config.TestFile, config.TestColumns));
        ProtocolPlans.Check(config.Plans, data.Items);
        foreach (var plan in config.Plans.Where(plan => plan.Path is not null))
        {
            _planHashes[$"plan {plan.Label}"] = Hash(plan.Path!);
        }

        return data;
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private (ProtocolData Split, BaseEncoder Base, TrainingOptions Training) Prepare(ExperimentData data, ulong seed)
    {
        var split = ProtocolData.Split(data, config.Validation, seed);
        var baseEncoder = BaseEncoders.Create(config.Base, config.VocabularyFile, split.Items.SelectMany(item => split.Training[item].Texts), seed);
        return (split, baseEncoder, config.Training(TrainingOptions.For(baseEncoder)) with { Seed = seed, Threads = threads });
    }

    private void RunSeed(ExperimentData data, ulong seed, ModelCache cache, string scratch)
    {
        var (split, baseEncoder, training) = Prepare(data, seed);
        _baseHash = baseEncoder.Hash;
        var trainer = new IndividualTraining(new MLContext((int)(seed % int.MaxValue)), baseEncoder, training, cache, scratch);
        var models = reporter.Phase($"train {seed}", $"Seed {seed}: training {split.Items.Count} models", phase => trainer.Run(split.Items, split.Training, phase, cancellation))
            .ConvertAll(model => model.Scorer.Model);
        var alone = reporter.Phase($"compare {seed}", $"Seed {seed}: comparing the models", phase => new ModelMerger(new MergeOptions
        {
            Plan = MergePlan.Alone(split.Items),
            RefitIndividuals = true,
            Seed = seed,
            Threads = threads,
        }).Merge(models, split.Training, baseEncoder, MergeSteps.Of(phase), cancellation));
        var context = new MethodContext(models, split.Training, split.Validation, baseEncoder, alone.Distances, seed, threads);
        var plans = ProtocolPlans.Create(config.Plans, context, cancellation);
        reporter.Phase($"merge {seed}", $"Seed {seed}: merging and evaluating", phase =>
        {
            var evaluation = new SeedEvaluation(context, split, scratch, _rows, _costs, cancellation);
            evaluation.AddBaselines(alone);
            var (done, total) = (0, config.Methods.Count * plans.Count);
            foreach (var method in config.Methods)
            {
                foreach (var plan in plans)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var clock = Stopwatch.StartNew();
                    var name = $"{method.Label}, {plan.Label} {plan.Draw + 1}";
                    var merged = method.Create(context, plan.Plan, MergeSteps.Within(phase, done, total, name), cancellation);
                    evaluation.Add(method.Label, plan, merged.Model, clock.Elapsed.TotalSeconds);
                    foreach (var line in merged.Automatic?.Explain() ?? [])
                    {
                        reporter.Line($"{method.Label}, {plan.Label}: {line}");
                    }

                    phase.Update((double)++done / total, name);
                }

                PlanChoice.Add(_rows, _costs, method.Label, seed);
            }

            return total;
        });
    }
}
