using System.Text.Json;
using GwSmm.Evaluation;

namespace GwSmm.Cli;

/// <summary>Finds what keeps runs from being one experiment.</summary>
internal static class JoinCheck
{
    // A property that is not there means the same as its default.
    private static readonly (string Name, JsonElement Default)[] Settings =
        [("columns", Parse("{}")), ("base", Parse("\"mini\"")), ("vocabulary", Parse("null")), ("validation", Parse("0")), ("training", Parse("{}"))];

    /// <summary>Requires that data, base, validation, training and plan files are the same in all runs, and that a label means one method or plan.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <exception cref="GwSmmException">Something differs; the message names files and values.</exception>
    public static void Require(IReadOnlyList<FinishedRun> runs)
    {
        var (methods, plans) = (Labels(), Labels());
        var hashes = new Dictionary<string, (string Hash, FinishedRun Run)>(StringComparer.Ordinal);
        var groups = new Dictionary<string, (ExperimentCost Cost, FinishedRun Run)>(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            RequireSameInputs(hashes, run);
            RequireSameSettings(runs[0], run);
            RequireSameLabels("method", run.Methods, methods, run.File);
            RequireSameLabels("plan", run.Plans, plans, run.File);
            RequireSamePlans(groups, run);
        }
    }

    private static Dictionary<string, (JsonElement Json, string File)> Labels() => new(StringComparer.Ordinal);

    // With the first run that recorded the input: not every version did.
    private static void RequireSameInputs(Dictionary<string, (string Hash, FinishedRun Run)> known, FinishedRun run)
    {
        foreach (var (name, hash) in run.Inputs)
        {
            if (!known.TryAdd(name, (hash, run)) && !string.Equals(hash, known[name].Hash, StringComparison.Ordinal))
            {
                throw Difference(known[name].Run, run, $"the SHA-256 of '{name}'", hash, known[name].Hash);
            }
        }
    }

    private static void RequireSameSettings(FinishedRun first, FinishedRun run)
    {
        foreach (var (name, otherwise) in Settings)
        {
            // The folder of a base may have another name on another machine.
            if (first.Inputs.ContainsKey(name) && run.Inputs.ContainsKey(name))
            {
                continue;
            }

            var (a, b) = (Setting(first.Config, name, otherwise), Setting(run.Config, name, otherwise));
            if (!JsonElement.DeepEquals(a, b))
            {
                throw Difference(first, run, $"'{name}'", b.GetRawText(), a.GetRawText());
            }
        }
    }

    private static void RequireSameLabels(string what, IReadOnlyList<(string Label, JsonElement Json)> own, Dictionary<string, (JsonElement Json, string File)> known, string file)
    {
        foreach (var (label, json) in own)
        {
            if (!known.TryAdd(label, (json, file)) && !JsonElement.DeepEquals(known[label].Json, json))
            {
                throw new GwSmmException($"'{file}' cannot be joined with '{known[label].File}': the {what} '{label}' is {json.GetRawText()}, there {known[label].Json.GetRawText()}. Give different {what}s different labels and run one of them again.");
            }
        }
    }

    // The groups tell of plan files whose hash was not recorded; the automatic choice makes groups of its own.
    private static void RequireSamePlans(Dictionary<string, (ExperimentCost Cost, FinishedRun Run)> known, FinishedRun run)
    {
        var files = run.Plans.Where(plan => Is(plan.Json, "kind", PlanConfig.FromFile)).Select(plan => plan.Label).ToHashSet(StringComparer.Ordinal);
        var automatic = run.Methods.Where(method => Is(method.Json, "name", MethodConfig.Automatic)).Select(method => method.Label).ToHashSet(StringComparer.Ordinal);
        foreach (var cost in run.Costs.Where(cost => files.Contains(cost.Plan) && !automatic.Contains(cost.Method)))
        {
            if (!known.TryAdd(cost.Plan, (cost, run)) && !cost.HasSameGroups(known[cost.Plan].Cost))
            {
                throw new GwSmmException($"'{run.File}' cannot be joined with '{known[cost.Plan].Run.File}': the plan '{cost.Plan}' has the groups {Text(cost)}, there {Text(known[cost.Plan].Cost)}. The plan file was changed: give one of them another label and run it again.");
            }
        }
    }

    private static string Text(ExperimentCost cost) => string.Join(" | ", cost.Groups.Select(group => string.Join(' ', group)));

    private static bool Is(JsonElement json, string name, string value) => json.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);

    private static GwSmmException Difference(FinishedRun first, FinishedRun run, string what, string found, string expected) => new(
        $"'{run.File}' cannot be joined with '{first.File}': {what} is {found}, there {expected}. Joined runs may differ in seeds, methods and plans only.");

    private static JsonElement Setting(JsonElement config, string name, JsonElement otherwise) =>
        config.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : otherwise;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
