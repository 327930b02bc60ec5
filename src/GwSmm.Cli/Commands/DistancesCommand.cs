using System.CommandLine;
using System.Text.Json;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary><c>gwsmm distances</c>: Gromov-Wasserstein distances between feature files.</summary>
internal static class DistancesCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DistancesOptionSet();
        var command = new Command("distances", "Compares feature files by Gromov-Wasserstein distance.");
        options.AddTo(command);
        command.SetAction(parsed => Run(context, options.Read(parsed)));
        return command;
    }

    private static int Run(CommandContext context, DistancesRequest request)
    {
        var reporter = new Reporter(context.Error);
        if (request.Output is { } output)
        {
            OutputFile.RequireWritable(output);
        }

        try
        {
            if (request.Combine.Length > 0)
            {
                Combine(context, request, reporter);
            }
            else if (request.Nearest is not null)
            {
                NearestFiles.Find(context, request, reporter);
            }
            else
            {
                Compare(context, request, reporter);
            }

            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (File.Exists(request.Resume))
        {
            context.Error.WriteLine($"gwsmm: cancelled; finished pairs are kept in '{request.Resume}', and the same command goes on from there.");
            return ExitCode.Cancelled;
        }
    }

    private static void Compare(CommandContext context, DistancesRequest request, Reporter reporter)
    {
        SpaceFiles.RequireTwo(request);
        var options = new PairwiseOptions
        {
            Threads = request.Threads,
            Names = SpaceFiles.Names(request.Files),
            Solver = SolverChoice.Make(request.Solver, request.Start, request.Parameters, nearest: false),
            Alpha = request.Parameters.Alpha,
            Kind = Kind(request),
            ResumeFile = request.Resume,
            Shard = request.Shard is null ? null : PairShard.Parse(request.Shard),
        };
        var inputs = SpaceFiles.ReadAll(context, request, reporter);
        var result = reporter.Phase("distances", $"Comparing {request.Files.Length} feature files", phase => PairwiseDistances.Solve(
            [.. inputs.Select(input => input.Space)],
            options,
            new InlineProgress<PairProgress>(pair => phase.Update((double)pair.Done / pair.Total, $"pair {pair.First + 1}-{pair.Second + 1}: {pair.Value:G6}")),
            context.Cancellation));
        if (result.Resumed > 0)
        {
            reporter.Line($"{result.Resumed} of {result.Pairs} pairs were in '{request.Resume}' already");
        }

        Finish(context, request, reporter, result, [.. inputs.Select(input => input.File)]);
    }

    private static void Combine(CommandContext context, DistancesRequest request, Reporter reporter)
    {
        var result = reporter.Phase(
            "distances", $"Combining {request.Combine.Length} files of pairs", _ => PairwiseDistances.Combine(request.Combine, Kind(request), context.Cancellation));
        Finish(context, request, reporter, result, []);
    }

    private static void Finish(CommandContext context, DistancesRequest request, Reporter reporter, PairwiseResult result, SpaceFile[] files)
    {
        if (request.Output is { } output)
        {
            OutputFile.Write(output, result.Distances.WriteCsv);
        }

        if (result.NotConverged > 0)
        {
            reporter.Warning($"{result.NotConverged} of {result.Pairs} pairs ran out of iterations; their values are right for their couplings, but better ones may be near.");
        }

        if (request.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(Summary(request, reporter, result, files), CommonOptions.JsonOutput));
        }
        else
        {
            reporter.Line($"Wrote {request.Output ?? request.Resume}");
        }
    }

    private static object Summary(DistancesRequest request, Reporter reporter, PairwiseResult result, SpaceFile[] files)
    {
        var compared = files.Length > 0;
        return new
        {
            output = request.Output,
            version = ProductVersion.This,
            files,
            combined = request.Combine,
            metric = compared ? request.Metric : null,
            normalize = compared ? request.Normalize : null,
            start = compared ? request.Start : null,
            solver = result.Solver,
            value = request.Root ? "root" : "value",
            spaces = result.Names.Count,
            pairs = result.Pairs,
            resumed = compared ? result.Resumed : 0,
            notConverged = result.NotConverged,
            meanRelativeGap = result.MeanRelativeGap,
            resume = request.Resume,
            shard = request.Shard,
            seconds = reporter.Seconds.ToDictionary(),
        };
    }

    private static DistanceKind Kind(DistancesRequest request) => request.Root ? DistanceKind.Root : DistanceKind.Value;
}
