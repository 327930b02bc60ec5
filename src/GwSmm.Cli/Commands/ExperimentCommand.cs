using System.CommandLine;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary><c>gwsmm experiment</c>: methods x plans x seeds, with ratios and tests.</summary>
internal static class ExperimentCommand
{
    public static Command Create(CommandContext context)
    {
        var config = new Argument<string>("config") { Description = "A JSON file: data, base, seeds, training, methods, plans; see docs/experiments.md." };
        var output = new Option<string>("--out") { Description = "Folder for the tables (CSV, Markdown, JSON) and, unless the config names another, for the trained models.", Required = true };
        var threads = new Option<int?>("--threads") { Description = "Threads to use, instead of those in the config; only times depend on it." };
        var dry = new Option<bool>("--dry-run") { Description = "Print what would be trained and merged, and stop." };
        var command = new Command("experiment", "Compares merge methods and plans item by item, over seeds, with paired tests.") { config, output, threads, dry };
        command.SetAction(parsed =>
        {
            var asked = ProtocolConfigReader.Load(parsed.GetRequiredValue(config));
            var count = parsed.GetValue(threads) ?? asked.Threads ?? Environment.ProcessorCount;
            if (count < 1)
            {
                throw new GwSmmException($"--threads is {count}; it must be at least 1.");
            }

            var reporter = new Reporter(context.Error);
            var folder = parsed.GetRequiredValue(output);
            var runner = new ProtocolRunner(asked, folder, count, reporter, context.Cancellation);
            if (parsed.GetValue(dry))
            {
                runner.DryRun(context.Output);
                return ExitCode.Success;
            }

            var table = runner.Run();
            context.Output.Write(ExperimentMarkdown.Write(table, "Results"));
            reporter.Line($"Wrote {Path.Combine(folder, "experiment.md")}");
            return ExitCode.Success;
        });
        return command;
    }
}
