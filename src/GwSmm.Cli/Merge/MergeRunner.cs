using System.Text.Json;
using GwSmm.Merging;
using Spectre.Console;

namespace GwSmm.Cli;

/// <summary>Does what <c>gwsmm merge</c> is asked for.</summary>
internal static class MergeRunner
{
    /// <summary>Checks, tells what the merge will take, and merges unless asked not to.</summary>
    /// <param name="context">Where to write and when to stop.</param>
    /// <param name="request">What is asked.</param>
    public static void Run(CommandContext context, MergeRequest request)
    {
        var reporter = new Reporter(context.Error);
        var options = new DirectoryMergeOptions
        {
            Method = request.Method,
            Parameters = request.Parameters,
            Seed = request.Seed,
            Plan = request.PlanFile is { } file ? MergePlan.Load(file) : null,
            Threads = request.Threads,
        };
        using var merger = reporter.Phase(
            "check", $"Checking {request.Models.Length} models", _ => DirectoryMerger.Open(request.Models, request.Items, request.Base, options, context.Cancellation));
        foreach (var warning in merger.Warnings)
        {
            reporter.Warning(warning);
        }

        reporter.Table(Table(merger.Groups));
        if (request.Output is { } output)
        {
            CheckPlace(output, merger.Groups);
        }

        if (!request.DryRun)
        {
            Write(context, reporter, merger, request.Output!);
        }

        if (request.Json)
        {
            var report = new MergeReport
            {
                Output = request.DryRun ? null : request.Output,
                DryRun = request.DryRun,
                Version = ProductVersion.This,
                Method = request.Method.Name,
                Parameters = request.Parameters,
                Seed = request.Seed,
                Groups = merger.Groups,
                Warnings = merger.Warnings,
                Seconds = reporter.Seconds.ToDictionary(StringComparer.Ordinal),
            };
            context.Output.WriteLine(JsonSerializer.Serialize(report, CommonOptions.JsonOutput));
        }
    }

    private static void Write(CommandContext context, Reporter reporter, DirectoryMerger merger, string output)
    {
        using var folder = new OutputDirectory(output);
        reporter.Phase("merge", $"Merging {merger.Groups.Count} groups", phase =>
        {
            merger.Write(folder.Staging, new InlineProgress<double>(share => phase.Update(share, $"{share:P0}")), context.Cancellation);
            return true;
        });
        folder.Complete();
        reporter.Line($"Wrote {Path.Combine(output, "merge.json")}");
    }

    private static void CheckPlace(string output, IReadOnlyList<GroupForecast> groups)
    {
        if (groups.FirstOrDefault(group => Path.Exists(Path.Combine(output, group.Directory))) is { } present)
        {
            throw new GwSmmException($"'{Path.Combine(output, present.Directory)}' exists already; merged encoders are not written over others. Remove it or choose another folder for --out.");
        }

        var place = Path.GetFullPath(output);
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } parent)
        {
            place = parent;
        }

        var needed = groups.Sum(group => group.BytesAfter);
        if (FreeBytes(place) is { } free && free < needed)
        {
            throw new GwSmmException($"The merged encoders need {Megabytes(needed)}, but the disk of '{output}' has {Megabytes(free)} free. Make room or choose another folder for --out.");
        }
    }

    // Shares of a network tell nothing on some systems.
    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Table Table(IReadOnlyList<GroupForecast> groups)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("group");
        table.AddColumn("items");
        foreach (var name in new[] { "before", "after", "memory" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var group in groups)
        {
            table.AddRow(group.Directory, Markup.Escape(string.Join(' ', group.Items)), Megabytes(group.BytesBefore), Megabytes(group.BytesAfter), Megabytes(group.MemoryBytes));
        }

        table.AddRow("all", string.Empty, Megabytes(groups.Sum(group => group.BytesBefore)), Megabytes(groups.Sum(group => group.BytesAfter)), Megabytes(groups.Max(group => group.MemoryBytes)));
        return table;
    }

    private static string Megabytes(long bytes) => FormattableString.Invariant($"{bytes / 1e6:0.0} MB");
}
