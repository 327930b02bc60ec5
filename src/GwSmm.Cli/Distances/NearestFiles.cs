using System.Text.Json;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary><c>gwsmm distances --nearest N</c>: the nearest groups of feature files, and what finding them took.</summary>
internal static class NearestFiles
{
    /// <summary>Finds the groups and writes them.</summary>
    /// <param name="context">Output and cancellation.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="reporter">Told of progress.</param>
    /// <exception cref="GwSmmException">A file cannot be read; the options do not fit.</exception>
    public static void Find(CommandContext context, DistancesRequest request, Reporter reporter)
    {
        SpaceFiles.RequireTwo(request);
        var options = new NearestGroupsOptions
        {
            Count = request.Nearest!.Value,
            MaxGroupSize = request.MaxGroup,
            Names = SpaceFiles.Names(request.Files),
            Solver = SolverChoice.Make(request.Solver, request.Start, request.Parameters, nearest: true),
            Bounds = request.Parameters.Bounds ?? new NearestGroupsOptions().Bounds,
            Exhaustive = request.Exhaustive,
            Threads = request.Threads,
            ResumeFile = request.Resume,
        };
        var inputs = SpaceFiles.ReadAll(context, request, reporter);
        var result = reporter.Phase("nearest", $"Searching {request.Files.Length} feature files", phase => NearestGroups.Find(
            [.. inputs.Select(input => input.Space)],
            options,
            new InlineProgress<NearestGroupsProgress>(at => phase.Update((double)at.Groups / options.Count, $"{at.Groups} groups, {at.Solves} of {at.Pairs} pairs solved")),
            context.Cancellation));
        var groups = result.Groups.Select(group => new { files = group.Members.Select(member => request.Files[member]), value = group.Value }).ToArray();
        var summary = new
        {
            version = ProductVersion.This,
            files = inputs.Select(input => input.File),
            groups,
            metric = request.Metric,
            normalize = request.Normalize,
            solver = options.Solver.Description,
            bounds = options.Bounds.ToString(),
            exhaustive = options.Exhaustive,
            pairs = result.Report.Pairs,
            solves = result.Report.Solves,
            resumed = result.Report.Resumed,
            resume = request.Resume,
        };
        if (result.Report.Resumed > 0)
        {
            reporter.Line($"{result.Report.Resumed} pairs were in '{request.Resume}' already");
        }

        OutputFile.Write(request.Output!, path => File.WriteAllText(path, JsonSerializer.Serialize(summary, CommonOptions.JsonOutput) + "\n"));
        if (request.Json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(summary, CommonOptions.JsonOutput));
        }
        else
        {
            reporter.Line($"Wrote {request.Output}: {groups.Length} groups; {result.Report.Solves} of {result.Report.Pairs} pairs were solved");
        }
    }
}
