using System.CommandLine;
using GwSmm.Merging;
using GwSmm.MLNet;

namespace GwSmm.Cli;

/// <summary><c>gwsmm run</c>: trains, compares, merges and evaluates.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var train = new Option<string>("--train") { Description = "Responses to train on: tab-separated, with a header.", Required = true };
        var test = new Option<string>("--test") { Description = "Responses to evaluate on.", Required = true };
        var item = ColumnOptions.Item();
        var text = ColumnOptions.Text();
        var label = ColumnOptions.Label();
        var testLabel = new Option<string?>("--test-label") { Description = "Column that holds the score in the test file, if it has another name there." };
        var baseName = new Option<string>("--base") { Description = "What every model starts from: tiny, mini or small (random weights), or a Hugging Face directory.", DefaultValueFactory = _ => "mini" };
        var vocabulary = new Option<string?>("--vocab") { Description = "vocab.txt for tiny, mini or small; made from the training responses by default." };
        var grouping = new GroupingOptions();
        var plan = new Option<string?>("--plan") { Description = "A plan file with the groups, instead of a grouping rule." };
        var merge = new Option<string>("--merge") { Description = "How encoders are merged.", DefaultValueFactory = _ => "average" };
        merge.AcceptOnlyFromAmong([.. MergeMethods.Names, ExperimentOptions.AutomaticMerge]);
        var retention = new Option<double?>("--retention") { Description = "With --merge auto: the share of its score that every item keeps, 0.99 by default." };
        var storage = new Option<double?>("--max-storage") { Description = "With --merge auto: the share of the single models' bytes above which the report calls the result too large, 0.34 by default; it does not change what is taken." };
        var training = new TrainingOptionSet();
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var cache = new Option<string?>("--cache") { Description = "Folder that keeps trained models; identical ones are not trained again." };
        var output = new Option<string>("--out") { Description = "Folder for merged.zip, plan.json, distances.csv and metrics.json.", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("run", "Trains a model per item, merges the similar ones and evaluates before and after.")
        {
            train, test, item, text, label, testLabel, baseName, vocabulary, plan, merge, retention, storage, seed, threads, cache, output, json,
        };
        grouping.AddTo(command);
        training.AddTo(command);
        command.SetAction(parsed =>
        {
            var rule = grouping.Read(parsed);
            if (rule.IsGiven && parsed.GetValue(plan) is not null)
            {
                throw new GwSmmException("--plan already says how to group; leave out --linkage, --clusters, --max-group and --threshold.");
            }

            var isAutomatic = string.Equals(parsed.GetRequiredValue(merge), ExperimentOptions.AutomaticMerge, StringComparison.Ordinal);
            if (!isAutomatic && (parsed.GetValue(retention) ?? parsed.GetValue(storage)) is not null)
            {
                throw new GwSmmException("--retention and --max-storage say what --merge auto may lose and store; add it, or leave them out.");
            }

            var defaults = new AutoMergeOptions();
            var columns = new ResponseColumns(parsed.GetRequiredValue(item), parsed.GetRequiredValue(text), parsed.GetRequiredValue(label));
            var options = new ExperimentOptions
            {
                TrainFile = parsed.GetRequiredValue(train),
                TestFile = parsed.GetRequiredValue(test),
                TrainColumns = columns,
                TestColumns = parsed.GetValue(testLabel) is { } name ? columns with { Label = name } : columns,
                Base = parsed.GetRequiredValue(baseName),
                VocabularyFile = parsed.GetValue(vocabulary),
                Grouping = rule.IsGiven || parsed.GetValue(plan) is not null ? rule : new GroupingRule(null, 2, null),
                PlanFile = parsed.GetValue(plan),
                Merge = parsed.GetRequiredValue(merge),
                Automatic = isAutomatic ? GwMergeOptions.Auto(parsed.GetValue(retention) ?? defaults.Retention, parsed.GetValue(storage) ?? defaults.MaxStorage).Automatic : null,
                Seed = parsed.GetValue(seed),
                Threads = CommonOptions.ReadThreads(parsed, threads),
                OutputDirectory = parsed.GetRequiredValue(output),
                CacheDirectory = parsed.GetValue(cache),
                Training = training.Read(parsed),
            };
            var reporter = new Reporter(context.Error);
            var report = new ExperimentRunner(options, reporter, context.Cancellation).Run();
            ReportTable.Write(reporter, report);
            reporter.Line($"Wrote {Path.Combine(options.OutputDirectory, ExperimentRunner.ModelName)}");
            if (parsed.GetValue(json))
            {
                context.Output.Write(report.ToJson());
            }

            return ExitCode.Success;
        });
        return command;
    }
}
