using System.CommandLine;

namespace GwSmm.Cli;

/// <summary><c>gwsmm demo</c>: the whole way on the shipped data.</summary>
internal static class DemoCommand
{
    // The best epoch of every item comes by then; the schedule of a real run takes three times as long.
    private const int Epochs = 12;

    public static Command Create(CommandContext context)
    {
        var output = new Option<string>("--out") { Description = "Folder for the results.", DefaultValueFactory = _ => "gwsmm-demo" };
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var training = new TrainingOptionSet();
        var command = new Command("demo", "Trains six tiny models on the shipped responses, merges them and evaluates the result in a fresh process.") { output, seed, threads };
        training.AddTo(command);
        command.SetAction(parsed => Run(context, new ExperimentOptions
        {
            TrainFile = DataFile("train.tsv"),
            TestFile = DataFile("test.tsv"),
            TrainColumns = new ResponseColumns("Item", "Text", "Label"),
            TestColumns = new ResponseColumns("Item", "Text", "Label"),
            Base = "tiny",
            Grouping = new GroupingRule(null, 2, null),
            Merge = "average",
            Seed = parsed.GetValue(seed),
            Threads = CommonOptions.ReadThreads(parsed, threads),
            OutputDirectory = parsed.GetRequiredValue(output),
            Training = defaults => training.Read(parsed)(defaults with { Epochs = Epochs }),
        }));
        return command;
    }

    private static int Run(CommandContext context, ExperimentOptions options)
    {
        var reporter = new Reporter(context.Error);
        reporter.Line("Six questions with 200 responses each to learn from and 60 to test with; see examples/data/README.md.");
        var report = new ExperimentRunner(options, reporter, context.Cancellation).Run();
        var zip = Path.GetFullPath(Path.Combine(options.OutputDirectory, ExperimentRunner.ModelName));
        var fresh = reporter.Phase("fresh process", "Loading the zip in a fresh process and evaluating", _ => FreshProcess.Evaluate(zip, options.TestFile, context.Cancellation));
        var items = report.Items.Select(item => item with { Merged = fresh[item.Item] }).ToList();
        ReportTable.Write(reporter, report with { Items = items, MeanMerged = QualityReport.Mean([.. fresh.Values]) });
        reporter.Line("The merged model's numbers come from the fresh process.");
        context.Output.WriteLine(zip);
        return ExitCode.Success;
    }

    private static string DataFile(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", name);
        return File.Exists(path) ? path : throw new GwSmmException($"The shipped data '{path}' is missing; build or install gwsmm again.");
    }
}
