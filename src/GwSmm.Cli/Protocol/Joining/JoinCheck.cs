using System.Text.Json;

namespace GwSmm.Cli;

/// <summary>Finds what keeps runs from being one experiment.</summary>
internal static class JoinCheck
{
    // A property that is not there means the same as its default.
    private static readonly (string Name, JsonElement Default)[] Settings =
        [("columns", Parse("{}")), ("base", Parse("\"mini\"")), ("vocabulary", Parse("null")), ("validation", Parse("0")), ("training", Parse("{}"))];

    /// <summary>Requires that data, base, validation and training are the same in all runs, and that a label means one method or plan.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <exception cref="GwSmmException">Something differs; the message names files and values.</exception>
    public static void Require(IReadOnlyList<FinishedRun> runs)
    {
        var (methods, plans) = (Labels(), Labels());
        foreach (var run in runs)
        {
            RequireSameInputs(runs[0], run);
            RequireSameLabels("method", run.Methods, methods, run.File);
            RequireSameLabels("plan", run.Plans, plans, run.File);
        }
    }

    private static Dictionary<string, (JsonElement Json, string File)> Labels() => new(StringComparer.Ordinal);

    private static void RequireSameInputs(FinishedRun first, FinishedRun run)
    {
        foreach (var (name, hash) in run.Inputs)
        {
            if (first.Inputs.TryGetValue(name, out var other) && !string.Equals(hash, other, StringComparison.Ordinal))
            {
                throw Difference(first, run, $"the SHA-256 of '{name}'", hash, other);
            }
        }

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
