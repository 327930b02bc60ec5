using System.Text.Json;
using System.Text.Json.Nodes;
using GwSmm.Evaluation;

namespace GwSmm.Cli.Tests;

public sealed class JoinedRunsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Seeds_methods_and_plans_are_put_together()
    {
        // Values of items A and B: seed 1 has both plans, seed 2 only the first.
        Write("one", 1, ("average", "gw", [0.75, 0.5], 0.6));
        Write("two", 1, ("average", "human", [0.5, 0.625], 0.7));
        Write("three", 2, ("average", "gw", [1, 1], 0.9), ("ties", "gw", [0.25, 0.25], 0.1));
        var result = Join("one", "two", "three");

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Assert.Contains("| average | human | 2 | 1 |", result.Output, StringComparison.Ordinal);
        Assert.Contains("# 2 items, 2 seeds", File.ReadAllText(_directory.PathTo("joined/experiment.md")), StringComparison.Ordinal);

        // Seed 1 only: (0.75 - 0.5 + 0.5 - 0.625) / 2.
        Assert.Contains("average,gw,human,qwk,2,1,0.0625,", File.ReadAllText(_directory.PathTo("joined/plans.csv")), StringComparison.Ordinal);

        // Mean over both seeds; ratios to baselines of 1.
        Assert.Contains("average,gw,qwk,all,2,2,0.8125,0.8125,0.8125,0.75,B", File.ReadAllText(_directory.PathTo("joined/summary.csv")), StringComparison.Ordinal);

        // Chosen anew among the plans of all runs: human has the better validation of seed 1.
        Assert.Contains("average,chosen,0,1,A,2,8,0.5,", File.ReadAllText(_directory.PathTo("joined/results.csv")), StringComparison.Ordinal);
        Assert.Equal(["average/gw", "average/human", "ties/gw"], Runs("joined"), StringComparer.Ordinal);

        using var json = JsonDocument.Parse(File.ReadAllText(_directory.PathTo("joined/experiment.json")));
        Assert.Equal(["1", "2"], json.RootElement.GetProperty("config").GetProperty("seeds").EnumerateArray().Select(seed => seed.ToString()), StringComparer.Ordinal);
        Assert.Equal(3, json.RootElement.GetProperty("joined").GetArrayLength());

        // What was joined can be joined on.
        Write("four", 3, ("ties", "gw", [0.5, 0.5], 0.2));
        var more = Command.Run("experiment", "--join", _directory.PathTo("joined"), _directory.PathTo("four"), "--out", _directory.PathTo("more"));
        Assert.True(more.ExitCode == ExitCode.Success, more.Error);
        Assert.Contains("ties,gw,qwk,all,2,2,0.375,", File.ReadAllText(_directory.PathTo("more/summary.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/inputs/train", "\"ff\"", "the SHA-256 of 'train' is ff, there aa")]
    [InlineData("/inputs/base", "\"cc\"", "the SHA-256 of 'base' is cc, there bb")]
    [InlineData("/config/validation", "0.1", "'validation' is 0.1, there 0.2")]
    [InlineData("/config/training", """{"epochs":3}""", """'training' is {"epochs":3}, there {}""")]
    [InlineData("/config/columns", """{"text":"T"}""", """'columns' is {"text":"T"}, there {}""")]
    [InlineData("/config/vocabulary", "\"v.txt\"", "'vocabulary' is \"v.txt\", there null")]
    [InlineData("/config/methods", """[{"name":"ties","label":"average"}]""", "the method 'average' is {")]
    [InlineData("/config/plans", """[{"kind":"gw","clusters":2,"label":"gw"}]""", "the plan 'gw' is {")]
    [InlineData("/rows/0/quality/qwk", "0.9", "qwk of method 'individual', plan 'alone', draw 0, seed 1, item 'A' is 0.9; in")]
    [InlineData("/rows/0/seed", "7", "has no cost")]
    [InlineData("/formatVersion", "2", "format version 2")]
    [InlineData("/config", "null", "'config' is missing; expected what the run was asked for")]
    public void Runs_that_do_not_fit_are_named_with_the_difference(string path, string value, string expected)
    {
        Write("one", 1, ("average", "gw", [0.75, 0.5], 0.6));
        Write("two", 1, ("average", "human", [0.5, 0.625], 0.7));
        Change("two", json => Set(json, path, value));
        Command.Refuses(["experiment", "--join", _directory.PathTo("one"), _directory.PathTo("two"), "--out", _directory.PathTo("joined")], expected);
        Assert.False(Directory.Exists(_directory.PathTo("joined")));
    }

    [Fact]
    public void An_item_alone_in_an_older_run_counts_as_the_baseline()
    {
        Write("one", 1, ("average", "gw", [0.75, 0.5], 0.6));
        Change("one", json => json["rows"]![5]!["groupSize"] = 1);
        var result = Join("one");
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var rows = File.ReadAllText(_directory.PathTo("joined/results.csv"));
        Assert.Contains("average,gw,0,1,A,2,8,0.75,", rows, StringComparison.Ordinal);
        Assert.Contains("average,gw,0,1,B,1,8,1,", rows, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_is_compared_with_the_first_run_that_recorded_it()
    {
        foreach (var (name, seed, hash) in new[] { ("one", 1ul, string.Empty), ("two", 2ul, "\"e1\""), ("three", 3ul, "\"e2\"") })
        {
            Write(name, seed, ("average", "gw", [0.75, 0.5], 0.6));
            if (hash.Length > 0)
            {
                Change(name, json => Set(json, "/inputs/vocabulary", hash));
            }
        }

        Command.Refuses(["experiment", "--join", _directory.PathTo("one"), _directory.PathTo("two"), _directory.PathTo("three"), "--out", _directory.PathTo("joined")], "the SHA-256 of 'vocabulary' is e2, there e1", _directory.PathTo("two"));
        Assert.Equal(ExitCode.Success, Join("one", "two").ExitCode);
    }

    [Fact]
    public void A_plan_file_that_was_changed_between_the_runs_is_refused()
    {
        foreach (var (name, seed) in new[] { ("one", 1ul), ("two", 2ul) })
        {
            Write(name, seed, ("average", "human", [0.75, 0.5], 0.6));
            Change(name, json => Set(json, "/config/plans", """[{"kind":"file","path":"p.json","label":"human"}]"""));
        }

        Assert.Equal(ExitCode.Success, Join("one", "two").ExitCode);
        Change("two", json => Set(json, "/costs/2/groups", """[["A"],["B"]]"""));
        string[] command = ["experiment", "--join", _directory.PathTo("one"), _directory.PathTo("two"), "--out", _directory.PathTo("again")];
        Command.Refuses(command, "the plan 'human' has the groups A | B, there A B");

        // The automatic choice need not take the groups of the plan.
        Change("two", json => Set(json, "/config/methods", """[{"name":"auto","label":"average"}]"""));
        Change("one", json => Set(json, "/config/methods", """[{"name":"auto","label":"average"}]"""));
        Assert.Equal(ExitCode.Success, Command.Run([.. command[..^1], _directory.PathTo("auto")]).ExitCode);
        Change("one", json => Set(json, "/inputs/plan human", "\"f1\""));
        Change("two", json => Set(json, "/inputs/plan human", "\"f2\""));
        Command.Refuses(command, "the SHA-256 of 'plan human' is f2, there f1");
    }

    [Fact]
    public void A_joined_run_is_not_overwritten()
    {
        Write("one", 1, ("average", "gw", [0.75, 0.5], 0.6));
        var before = File.ReadAllText(_directory.PathTo("one/experiment.json"));
        Command.Refuses(["experiment", "--join", _directory.PathTo("one"), "--out", _directory.PathTo("one") + Path.DirectorySeparatorChar], "one of the folders to join");
        Command.Refuses(["experiment", "--join", _directory.PathTo("one"), "--out", _directory.PathTo("x/../one")], "one of the folders to join");
        Assert.Equal(before, File.ReadAllText(_directory.PathTo("one/experiment.json")));
    }

    [Fact]
    public void A_result_that_two_runs_have_is_refused()
    {
        Write("one", 1, ("average", "gw", [0.75, 0.5], 0.6));
        Write("two", 1, ("average", "gw", [0.75, 0.5], 0.6));
        Command.Refuses(["experiment", "--join", _directory.PathTo("one"), _directory.PathTo("two"), "--out", _directory.PathTo("joined")], "method 'average', plan 'gw', draw 0, seed 1, item 'A'", "Leave one of the runs out");
        Command.Refuses(["experiment", "--join", _directory.PathTo("none"), "--out", _directory.PathTo("joined")], "cannot be read");
        Command.Refuses(["experiment", "--out", _directory.PathTo("joined")], "either a config or");
        Command.Refuses(["experiment", "c.json", "--join", _directory.PathTo("one"), "--out", _directory.PathTo("joined")], "either a config or");
        Command.Refuses(["experiment", "--join", _directory.PathTo("one"), "--dry-run", "--out", _directory.PathTo("joined")], "belong to a config");
    }

    [Fact]
    public void Seeds_run_apart_and_joined_give_the_tables_of_one_run()
    {
        _directory.Write("train.tsv", SmallData.Train);
        _directory.Write("test.tsv", SmallData.Test);
        foreach (var (name, seeds) in new[] { ("five", "5"), ("six", "6"), ("both", "5, 6") })
        {
            _directory.Write("config.json",
                $$"""
                {
                  "train": "train.tsv", "test": "test.tsv", "base": "tiny", "seeds": [{{seeds}}], "validation": 0.2, "threads": 1, "cache": "models",
                  "training": { "epochs": 1, "maxTokens": 16 }, "methods": [{ "name": "average" }],
                  "plans": [{ "kind": "gw", "maxGroup": 2, "label": "gw" }, { "kind": "random", "like": "gw", "count": 2 }]
                }
                """);
            var result = Command.Run("experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo(name));
            Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        }

        var joined = Join("five", "six");
        Assert.True(joined.ExitCode == ExitCode.Success, joined.Error);
        foreach (var file in new[] { "results.csv", "summary.csv", "comparisons.csv", "plans.csv" })
        {
            Assert.Equal(File.ReadAllText(_directory.PathTo($"both/{file}")), File.ReadAllText(_directory.PathTo($"joined/{file}")));
        }
    }

    private void Change(string run, Action<JsonNode> change)
    {
        var file = _directory.PathTo($"{run}/experiment.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private static void Set(JsonNode json, string path, string value)
    {
        var parts = path.Split('/')[1..];
        foreach (var part in parts[..^1])
        {
            json = int.TryParse(part, out var index) ? json[index]! : json[part]!;
        }

        json[parts[^1]] = JsonNode.Parse(value);
    }

    private Command Join(params string[] runs) => Command.Run(["experiment", "--join", .. runs.Select(_directory.PathTo), "--out", _directory.PathTo("joined")]);

    private IEnumerable<string> Runs(string folder) => File.ReadAllLines(_directory.PathTo($"{folder}/costs.csv")).Skip(1).Select(line => line.Split(','))
        .Where(cells => cells[1] is not ("alone" or "chosen")).Select(cells => $"{cells[0]}/{cells[1]}").Distinct(StringComparer.Ordinal);

    // A run as gwsmm leaves it; all baselines are 1.
    private void Write(string folder, ulong seed, params (string Method, string Plan, double[] Values, double Validation)[] runs)
    {
        (string Method, string Plan, double[] Values, double Validation)[] all =
            [(ExperimentTable.Individual, ExperimentTable.Alone, [1, 1], 1), (ExperimentTable.Refitted, ExperimentTable.Alone, [1, 1], 1), .. runs];
        var rows = all.SelectMany(run => run.Values.Select((value, i) => new ExperimentRow(run.Method, run.Plan, 0, seed, i == 0 ? "A" : "B", 2, new ItemQuality
        {
            Count = 8,
            Accuracy = value,
            MicroF1 = value,
            MacroF1 = value,
            ExactMatch = value,
            LabelAccuracies = [value],
            Qwk = value,
            CalibrationError = 0,
        })));
        var costs = all.Select(run => new ExperimentCost(run.Method, run.Plan, 0, seed, [["A", "B"]], 8, 1, 1, 1, run.Validation));
        var config = JsonNode.Parse("""{"train": "a.tsv", "test": "b.tsv", "base": "x", "validation": 0.2}""")!;
        config["seeds"] = new JsonArray(seed);
        config["methods"] = new JsonArray([.. runs.Select(run => run.Method).Distinct(StringComparer.Ordinal).Select(name => new JsonObject { ["name"] = name })]);
        config["plans"] = new JsonArray([.. runs.Select(run => run.Plan).Distinct(StringComparer.Ordinal).Select(label => new JsonObject { ["kind"] = "singles", ["label"] = label })]);
        Directory.CreateDirectory(_directory.PathTo(folder));
        _directory.Write($"{folder}/experiment.json", ExperimentJson.Write(new ExperimentTable(rows, costs), new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["versions"] = new { gwsmm = "1" },
            ["inputs"] = new { train = "aa", test = "dd", @base = "bb" },
            ["config"] = config,
        }));
    }
}
