using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.MLNet;
using Microsoft.ML;

namespace GwSmm.Cli;

/// <summary>Trains, compares, merges, saves, reads back and evaluates: the work of <c>gwsmm run</c>.</summary>
internal sealed class ExperimentRunner(ExperimentOptions options, Reporter reporter, CancellationToken cancellation)
{
    /// <summary>The merged model in the output folder.</summary>
    public const string ModelName = "merged.zip";

    /// <summary>Does the work; the output folder receives all files at the end or none.</summary>
    /// <returns>The report, which is also in metrics.json.</returns>
    /// <exception cref="GwSmmException">Something in the input or output is wrong.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public RunReport Run()
    {
        using var output = new OutputDirectory(options.OutputDirectory);
        var cache = options.CacheDirectory is { } directory ? new ModelCache(directory, reporter) : null;
        var plan = options.PlanFile is { } file ? MergePlan.Load(file) : null;
        var data = reporter.Phase("read", "Reading responses", _ => ExperimentData.Read(options));
        if (plan is null)
        {
            options.Grouping.Check(data.Items);
        }

        plan = plan?.Validate(data.Items);
        var baseEncoder = BaseEncoders.Create(options.Base, options.VocabularyFile, data.Train.Rows.Select(row => row.Text), options.Seed);
        var training = options.Training(TrainingOptions.For(baseEncoder)) with { Seed = options.Seed, Threads = options.Threads };

        var ml = new MLContext((int)(options.Seed % int.MaxValue));
        var trainer = new IndividualTraining(ml, baseEncoder, training, cache, output.Staging);
        var models = reporter.Phase("train", $"Training {data.Items.Count} models", phase => trainer.Run(data.Items, data.Training, phase, cancellation));
        var merged = reporter.Phase("merge", $"Comparing and merging {data.Items.Count} models", phase => Merge(ml, models, data, baseEncoder, plan, phase));
        foreach (var line in merged.Report.Automatic?.Explain() ?? [])
        {
            reporter.Line(line);
        }

        reporter.Phase("save", "Saving the merged model", _ => Save(ml, merged, data, output));
        var individual = reporter.Phase("evaluate individual", "Evaluating the individual models", phase => EvaluateIndividual(models, merged.Result!, data, phase));
        var quality = reporter.Phase("evaluate merged", "Evaluating the merged model from its zip", phase => MergedEvaluation.Run(
            ModelFile.LoadMerged(output.PathTo(ModelName), reporter), data.Test, phase, cancellation));

        var report = Report(data, baseEncoder, training, models, merged.Report, individual, quality, new FileInfo(output.PathTo(ModelName)).Length);
        report.Save(output.PathTo("metrics.json"));
        cancellation.ThrowIfCancellationRequested();
        output.Complete();
        return report;
    }

    private static MultiHeadTransformer Save(MLContext ml, MultiHeadTransformer merged, ExperimentData data, OutputDirectory output)
    {
        ml.Model.Save(merged, ml.Data.LoadFromEnumerable(data.Train.Rows).Schema, output.PathTo(ModelName));
        merged.Result!.Plan.Save(output.PathTo("plan.json"));
        merged.Result.Distances.WriteCsv(output.PathTo("distances.csv"));
        return merged;
    }

    private MultiHeadTransformer Merge(MLContext ml, List<IndividualModel> models, ExperimentData data, BaseEncoder baseEncoder, MergePlan? plan, PhaseProgress phase)
    {
        var rule = options.Grouping;
        return ml.GwSmm().Merge(models.Select(model => model.Scorer), ml.Data.LoadFromEnumerable(data.Train.Rows), new GwMergeOptions
        {
            MaxGroupSize = rule.MaxGroup,
            Clusters = rule.Clusters,
            DistanceThreshold = rule.Threshold,
            Plan = plan,
            RefitIndividuals = true,
            Automatic = options.Automatic,
            Method = options.Automatic is not null ? new AverageMerge() : MergeMethods.Create(options.Merge, options.Seed),
            BaseEncoder = baseEncoder,
            Seed = options.Seed,
            Threads = options.Threads,
            CancellationToken = cancellation,
            Progress = MergeSteps.Of(phase),
        });
    }

    private List<IndividualQuality> EvaluateIndividual(List<IndividualModel> models, MergeResult merge, ExperimentData data, PhaseProgress phase)
    {
        var results = new List<IndividualQuality>(models.Count);
        foreach (var model in models)
        {
            var item = model.Scorer.Item;
            var refitted = merge.Items.Single(entry => string.Equals(entry.Item, item, StringComparison.Ordinal)).IndividualRefitted!.Head;
            results.Add(IndividualQuality.Of(model.Scorer.Model, refitted, data.Test.RowsOf(item), options.Threads, cancellation));
            phase.Update((double)results.Count / models.Count, $"item {item}");
        }

        return results;
    }

    private RunReport Report(
        ExperimentData data, BaseEncoder baseEncoder, TrainingOptions training, List<IndividualModel> models, GwMergeReport merge,
        List<IndividualQuality> individual, SortedDictionary<string, QualityReport> merged, long mergedBytes)
    {
        var items = data.Items.Select((item, i) => new ItemReport
        {
            Item = item,
            N = data.Test.RowsOf(item).Count,
            TrainingRows = data.Training[item].Count,
            Classes = data.Training[item].Labels,
            Group = merge.Groups.Single(group => group.Contains(item, StringComparer.Ordinal)),
            TruncatedTexts = individual[i].TruncatedTexts + (models[i].Scorer.Model.Training?.TruncatedRows ?? 0),
            OverlongWords = individual[i].OverlongWords + (models[i].Scorer.Model.Training?.OverlongWords ?? 0),
            BestEpoch = models[i].Scorer.Model.Training?.BestEpoch,
            IndividualBytes = models[i].Bytes,
            Individual = individual[i].Individual,
            IndividualRefitted = individual[i].Refitted,
            Merged = merged[item],
        }).ToList();
        TextWarnings.Truncated(items.Sum(item => item.TruncatedTexts), training.Features.MaxTokens, reporter);
        TextWarnings.Overlong(items.Sum(item => item.OverlongWords), baseEncoder.Vocabulary.MaxWordLength, reporter);
        return new RunReport
        {
            Versions = ProductVersion.All,
            Seed = options.Seed,
            Inputs = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["base"] = baseEncoder.Hash, ["test"] = data.Test.Sha256, ["train"] = data.Train.Sha256 },
            Options = RecordedOptions(baseEncoder, training),
            Groups = merge.Groups,
            BytesBefore = items.Sum(item => item.IndividualBytes),
            BytesAfter = mergedBytes,
            Items = items,
            MeanIndividual = QualityReport.Mean([.. items.Select(item => item.Individual)]),
            MeanIndividualRefitted = QualityReport.Mean([.. items.Select(item => item.IndividualRefitted)]),
            MeanMerged = QualityReport.Mean([.. items.Select(item => item.Merged)]),
            Seconds = reporter.Seconds.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
        };
    }

    private SortedDictionary<string, string> RecordedOptions(BaseEncoder baseEncoder, TrainingOptions training)
    {
        var grouping = options switch
        {
            { PlanFile: not null } => "plan",
            { Grouping.Clusters: { } clusters } => $"average linkage, {clusters} clusters",
            { Grouping.MaxGroup: { } size } => $"nearest groups of at most {size}",
            { Grouping.Threshold: { } threshold } => $"average linkage up to {threshold}",
            _ => "default",
        };
        return new(StringComparer.Ordinal)
        {
            ["base"] = options.Base is "tiny" or "mini" or "small" ? options.Base : "directory",
            ["batch"] = $"{training.BatchSize}",
            ["classWeighting"] = $"{training.ClassWeighting}",
            ["epochs"] = $"{training.Epochs}",
            ["frozenLayers"] = training.FrozenLayers is { } frozen ? $"{frozen}" : "none",
            ["grouping"] = grouping,
            ["layerDecay"] = FormattableString.Invariant($"{training.LayerDecay}"),
            ["learningRate"] = $"{training.LearningRate}",
            ["maxTokens"] = $"{training.Features.MaxTokens}",
            ["merge"] = options.Merge,
            ["microBatch"] = training.MicroBatchSize is { } part ? $"{part}" : "whole",
            ["patience"] = $"{training.Patience}",
            ["pooling"] = $"{training.Features.Pooling}",
            ["vocabulary"] = $"{baseEncoder.Vocabulary.Count} tokens, SHA-256 {baseEncoder.Vocabulary.Sha256}",
        };
    }
}
