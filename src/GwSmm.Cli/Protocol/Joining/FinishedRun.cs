using System.Text.Json;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>What an earlier <c>gwsmm experiment</c> left in its folder.</summary>
internal sealed record FinishedRun
{
    /// <summary>Its experiment.json.</summary>
    public required string File { get; init; }

    /// <summary>Versions of the product, ML.NET and .NET.</summary>
    public required JsonElement Versions { get; init; }

    /// <summary>SHA-256 of the inputs, by name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>What was asked for.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>The classes or labels of each item; null where they were not recorded.</summary>
    public JsonElement? Labels { get; init; }

    /// <summary>The methods as they stand in the configuration, by label.</summary>
    public required IReadOnlyList<(string Label, JsonElement Json)> Methods { get; init; }

    /// <summary>The plans likewise.</summary>
    public required IReadOnlyList<(string Label, JsonElement Json)> Plans { get; init; }

    /// <summary>The results but for the plans that validation chose.</summary>
    public required IReadOnlyList<ExperimentRow> Rows { get; init; }

    /// <summary>The costs likewise.</summary>
    public required IReadOnlyList<ExperimentCost> Costs { get; init; }

    /// <summary>Reads the folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="GwSmmException">It holds no finished run, or a file was changed.</exception>
    public static FinishedRun Load(string directory)
    {
        var file = Path.Combine(directory, ProtocolFiles.Json);
        var root = ConfigNode.Load(file);
        var config = root.Child("config") ?? throw root.Error("config", "what the run was asked for");
        var inputs = root.Child("inputs") ?? throw root.Error("inputs", "SHA-256 of the inputs");
        var versions = root.Child("versions") ?? throw root.Error("versions", "versions of the program");
        var protocol = ProtocolConfigReader.Read(config);
        try
        {
            var (rows, costs) = ExperimentJson.Read(root.Element);
            var known = costs.Select(cost => (cost.Method, cost.Plan, cost.Draw, cost.Seed)).ToHashSet();
            if (rows.FirstOrDefault(row => !known.Contains((row.Method, row.Plan, row.Draw, row.Seed))) is { } orphan)
            {
                throw new GwSmmException($"The result of method '{orphan.Method}', plan '{orphan.Plan}', draw {orphan.Draw}, seed {orphan.Seed}, item '{orphan.Item}' has no cost; the file was changed after it was written. Run it again.");
            }

            return new FinishedRun
            {
                File = file,
                Versions = versions.Element,
                Inputs = inputs.Element.EnumerateObject().ToDictionary(property => property.Name, property => inputs.RequiredText(property.Name), StringComparer.Ordinal),
                Config = config.Element,
                Labels = root.Child("labels")?.Element,
                Methods = [.. config.Children("methods").Select((node, i) => (protocol.Methods[i].Label, node.Element))],
                Plans = [.. config.Children("plans").Select((node, i) => (protocol.Plans[i].Label, node.Element))],
                Rows = [.. rows.Where(row => !IsChosen(row.Plan))],
                Costs = [.. costs.Where(cost => !IsChosen(cost.Plan))],
            };
        }
        catch (GwSmmException error)
        {
            throw new GwSmmException($"'{file}': {error.Message}", error);
        }
    }

    private static bool IsChosen(string plan) => string.Equals(plan, ExperimentTable.Chosen, StringComparison.Ordinal);
}
