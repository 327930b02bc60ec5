using System.CommandLine;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary><c>gwsmm experiment</c>: methods x plans x seeds, with ratios and tests.</summary>
internal static class ExperimentCommand
{
    public static Command Create(CommandContext context)
    {
        var config = new Argument<string?>("config") { Description = "A JSON file: data, base, seeds, training, methods, plans; see docs/experiments.md.", Arity = ArgumentArity.ZeroOrOne };
        var join = new Option<string[]>("--join") { Description = "Instead of a config: folders of finished runs that differ in seeds, methods or plans, to be one table.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "Folder for the tables (CSV, Markdown, JSON) and, unless the config names another, for the trained models.", Required = true };
        var threads = new Option<int?>("--threads") { Description = "Threads to use, instead of those in the config; only times depend on it." };
        var dry = new Option<bool>("--dry-run") { Description = "Print what would be trained and merged, and stop." };
        var command = new Command("experiment", "Compares merge methods and plans item by item, over seeds, with paired tests.") { config, join, output, threads, dry };
        command.SetAction(parsed =>
        {
            var (file, folders, folder) = (parsed.GetValue(config), parsed.GetValue(join) ?? [], parsed.GetRequiredValue(output));
            if (file is null == (folders.Length == 0))
            {
                throw new GwSmmException("Give either a config or, after --join, the folders of finished runs.");
            }

            var reporter = new Reporter(context.Error);
            if (file is not null)
            {
                return Run(context, reporter, file, folder, parsed.GetValue(threads), parsed.GetValue(dry));
            }

            if (parsed.GetValue(threads) is not null || parsed.GetValue(dry))
            {
                throw new GwSmmException("--threads and --dry-run belong to a config; --join trains and merges nothing. Leave them out.");
            }

            Write(context, reporter, Join(reporter, folders, folder), folder);
            return ExitCode.Success;
        });
        return command;
    }

    private static int Run(CommandContext context, Reporter reporter, string file, string folder, int? threads, bool dry)
    {
        var asked = ProtocolConfigReader.Load(file);
        var count = threads ?? asked.Threads ?? Environment.ProcessorCount;
        if (count < 1)
        {
            throw new GwSmmException($"--threads is {count}; it must be at least 1.");
        }

        var runner = new ProtocolRunner(asked, folder, count, reporter, context.Cancellation);
        if (dry)
        {
            runner.DryRun(context.Output);
            return ExitCode.Success;
        }

        Write(context, reporter, runner.Run(), folder);
        return ExitCode.Success;
    }

    private static ExperimentTable Join(Reporter reporter, string[] folders, string folder)
    {
        if (Array.Exists(folders, source => string.Equals(Resolved(source), Resolved(folder), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)))
        {
            throw new GwSmmException($"--out is '{folder}', one of the folders to join: its results would be overwritten. Choose another folder.");
        }

        FinishedRun[] runs = [.. folders.Select(FinishedRun.Load)];
        var table = RunJoin.Join(runs);
        string[] versions = [.. runs.Select(run => run.Versions.ToString()).Distinct(StringComparer.Ordinal)];
        if (versions.Length > 1)
        {
            reporter.Warning($"the runs were made by {versions.Length} different versions of the program; 'joined' in {ProtocolFiles.Json} lists them.");
        }

        using var files = new OutputDirectory(folder);
        ProtocolFiles.Write(files, table, RunJoin.Record(runs));
        files.Complete();
        return table;
    }

    private static string Resolved(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
    }

    private static void Write(CommandContext context, Reporter reporter, ExperimentTable table, string folder)
    {
        context.Output.Write(ExperimentMarkdown.Write(table, "Results"));
        reporter.Line($"Wrote {Path.Combine(folder, "experiment.md")}");
    }
}
