using System.CommandLine;
using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary><c>gwsmm plan</c>: groups items by a distance or similarity matrix.</summary>
internal static class PlanCommand
{
    public static Command Create(CommandContext context)
    {
        var distances = new Option<string?>("--distances") { Description = "Distance matrix: CSV without header, such as 'gwsmm distances' writes." };
        var similarity = new Option<string?>("--similarity") { Description = "Similarity matrix instead, 1 on the diagonal: CSV without header." };
        var names = new Option<string?>("--names") { Description = "Names of the rows, separated by commas; 1, 2, 3, ... by default." };
        var grouping = new GroupingOptions();
        var output = new Option<string?>("--out") { Description = "Also write the plan, with distances and reason, to that JSON file." };
        var command = new Command("plan", "Groups items by their distances and prints the groups as JSON.") { distances, similarity, names, output };
        grouping.AddTo(command);
        command.SetAction(parsed =>
        {
            var rule = grouping.Read(parsed);
            var matrix = Read(parsed.GetValue(distances), parsed.GetValue(similarity), Names(parsed.GetValue(names)));
            var plan = rule.Apply(matrix);
            if (parsed.GetValue(output) is { } path)
            {
                OutputFile.Write(path, plan.Save);
            }

            context.Output.WriteLine(MergePlanJson.FormatGroups(plan));
            return ExitCode.Success;
        });
        return command;
    }

    private static string[]? Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries);

    private static DistanceMatrix Read(string? distances, string? similarity, string[]? names)
    {
        if (distances is null == similarity is null)
        {
            throw new GwSmmException("Give either --distances or --similarity.");
        }

        if (distances is not null)
        {
            return DistanceMatrix.ReadCsv(distances, names);
        }

        var matrix = MatrixCsv.Read(similarity!);
        if (matrix.Rows != matrix.Columns)
        {
            throw new GwSmmException($"The similarity matrix '{similarity}' has {matrix.Rows} rows and {matrix.Columns} columns; it must be square.");
        }

        names ??= [.. Enumerable.Range(1, matrix.Rows).Select(i => $"{i}")];
        if (names.Length != matrix.Rows)
        {
            throw new GwSmmException($"The similarity matrix '{similarity}' has {matrix.Rows} rows, but {names.Length} names were given. Give one name for each row.");
        }

        try
        {
            return Similarity.ToDistances(names, matrix.Values);
        }
        catch (GwSmmException error)
        {
            throw new GwSmmException($"'{similarity}': {error.Message}", error);
        }
    }
}
