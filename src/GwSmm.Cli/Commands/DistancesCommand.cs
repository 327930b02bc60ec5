using System.CommandLine;
using System.Text.Json;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary><c>gwsmm distances</c>: Gromov-Wasserstein distances between feature files.</summary>
internal static class DistancesCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("features") { Description = "CSV files without header, one response a row: n x d features each.", Arity = ArgumentArity.OneOrMore };
        var metric = new Option<string>("--metric") { Description = "Cost between two responses: euclidean, squared-euclidean or cosine.", DefaultValueFactory = _ => "euclidean" };
        metric.AcceptOnlyFromAmong("euclidean", "squared-euclidean", "cosine");
        var root = new Option<bool>("--root") { Description = "Write the square root of the value, which is a metric." };
        var output = new Option<string>("--out") { Description = "The distance matrix: CSV without header, 17 significant digits.", Required = true };
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = new Command("distances", "Compares feature files by Gromov-Wasserstein distance.") { files, metric, root, output, threads, json };
        command.SetAction(parsed => Run(
            context, parsed.GetRequiredValue(files), parsed.GetRequiredValue(metric), parsed.GetValue(root), parsed.GetRequiredValue(output), CommonOptions.ReadThreads(parsed, threads), parsed.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string[] files, string metric, bool root, string output, int threads, bool json)
    {
        if (files.Length < 2)
        {
            throw new GwSmmException("One feature file was given; distances need at least two.");
        }

        var reporter = new Reporter(context.Error);
        OutputFile.Write(output, path =>
        {
            var spaces = files.Select(file => ReadSpace(file, metric)).ToArray();
            var options = new PairwiseOptions { Threads = threads, Kind = root ? DistanceKind.Root : DistanceKind.Value };
            var distances = reporter.Phase("distances", $"Comparing {files.Length} feature files", phase => PairwiseDistances.Compute(
                spaces,
                options,
                new InlineProgress<PairProgress>(pair => phase.Update((double)pair.Done / pair.Total, $"pair {pair.First + 1}-{pair.Second + 1}: {pair.Value:G6}")),
                context.Cancellation));
            distances.WriteCsv(path);
        });
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { output, files, metric, value = root ? "root" : "value" }, CommonOptions.JsonOutput));
        }
        else
        {
            reporter.Line($"Wrote {output}");
        }

        return ExitCode.Success;
    }

    private static MetricMeasureSpace ReadSpace(string file, string metric)
    {
        var matrix = MatrixCsv.Read(file);
        var cost = metric switch
        {
            "euclidean" => CostMetric.Euclidean,
            "squared-euclidean" => CostMetric.SquaredEuclidean,
            _ => CostMetric.Cosine,
        };
        try
        {
            return MetricMeasureSpace.FromFeatures(matrix.Values, matrix.Rows, matrix.Columns, cost);
        }
        catch (GwSmmException error)
        {
            throw new GwSmmException($"'{file}': {error.Message}", error);
        }
    }
}
