using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Cli.Tests;

public sealed class ExperimentCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ExperimentCommandTests()
    {
        _directory.Write("train.tsv", SmallData.Train);
        _directory.Write("test.tsv", SmallData.Test);
        _directory.Write("human.json", """{"groups": [["A", "C"], ["B"]]}""");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Tables_hold_every_method_plan_and_item_and_a_second_run_trains_nothing()
    {
        var first = Run("one");
        var rows = Table("one", "results.csv");

        // Two baselines; two methods with gw, file, two random draws, singles and the plan that validation chooses.
        Assert.Equal((2 + (2 * 6)) * 3, rows.Count);
        Assert.Equal(["alone", "chosen", "gw-max2", "human", "random", "singles"], rows.Select(row => row[1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(["average", "individual", "individual+head", "sharp"], rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(rows.Where(row => string.Equals(row[1], "human", StringComparison.Ordinal)), row => Assert.Equal(string.Equals(row[4], "B", StringComparison.Ordinal) ? "1" : "2", row[5]));
        Assert.Contains("| average | human | 3 |", first.Output, StringComparison.Ordinal);

        // An item alone counts as the baseline.
        var baseline = Values(rows, "individual+head", "alone").ToList();
        Assert.NotEqual(Values(rows, "individual", "alone"), baseline, StringComparer.Ordinal);
        Assert.Equal(baseline, Values(rows, "average", "singles"), StringComparer.Ordinal);
        Assert.Equal(baseline[1], Values(rows, "sharp", "human").ElementAt(1));
        Assert.All(rows.Where(row => row[1] is "singles"), row => Assert.Equal(["0", "0"], row[16..18], StringComparer.Ordinal));
        Assert.All(rows.Where(row => row[0] is not "individual+head"), row => Assert.Equal(5, row[15..19].Sum(count => int.Parse(count, CultureInfo.InvariantCulture))));
        Assert.All(rows.Where(row => row[0] is "individual+head"), row => Assert.Equal(["", "", "", ""], row[15..19], StringComparer.Ordinal));

        using var json = JsonDocument.Parse(File.ReadAllText(_directory.PathTo("one/experiment.json")));
        var costs = json.RootElement.GetProperty("costs").EnumerateArray().ToList();
        Assert.Equal(2 + (2 * 6), costs.Count);
        Assert.All(costs, cost => Assert.True(cost.GetProperty("bytes").GetInt64() > 0 && cost.GetProperty("validation").ValueKind == JsonValueKind.Number));
        Assert.Contains(json.RootElement.GetProperty("summaries").EnumerateArray(), summary => summary.GetProperty("mergedOnly").GetBoolean());
        Assert.Equal(2 * 4, json.RootElement.GetProperty("comparisons").EnumerateArray().Count(test => test.GetProperty("responses").ValueKind == JsonValueKind.Object));
        Assert.Equal(
            costs.First(cost => cost.GetProperty("method").ValueEquals("individual+head")).GetProperty("validation").GetDouble(),
            costs.First(cost => cost.GetProperty("plan").ValueEquals("singles")).GetProperty("validation").GetDouble());
        Assert.Equal("average", json.RootElement.GetProperty("config").GetProperty("methods")[0].GetProperty("name").GetString());

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_directory.PathTo("human.json")))), json.RootElement.GetProperty("inputs").GetProperty("plan human").GetString());

        var trained = Directory.GetFiles(_directory.PathTo("models"), "*.zip").Length;
        Assert.Equal(3, trained);
        var dry = Command.Run("experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("dry"), "--dry-run");
        Assert.Equal(3, dry.Output.Split("from the cache").Length - 1);

        Run("two");
        Assert.Equal(trained, Directory.GetFiles(_directory.PathTo("models"), "*.zip").Length);
        foreach (var file in new[] { "results.csv", "summary.csv", "comparisons.csv" })
        {
            Assert.Equal(File.ReadAllText(_directory.PathTo($"one/{file}")), File.ReadAllText(_directory.PathTo($"two/{file}")));
        }
    }

    [Fact]
    public void A_dry_run_says_what_would_be_done_and_writes_nothing()
    {
        WriteConfig();
        var before = _directory.Names();
        var result = Command.Run("experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out"), "--dry-run");

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Assert.Contains("seed 5, item A: train up to 1 epochs on 10 responses, validate on 2, test on 5", result.Output, StringComparison.Ordinal);
        Assert.Contains("method sharp: gw-max2, human, random x 2, singles", result.Output, StringComparison.Ordinal);
        Assert.Contains("3 models, 10 merges. Nothing was trained or written.", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Names());
    }

    [Theory]
    [InlineData("train", "null", "'train' is missing; expected a tab-separated file")]
    [InlineData("trian", "1", "there is no property 'trian'")]
    [InlineData("seeds", "[]", "'seeds' is []")]
    [InlineData("seeds", "[1, 1]", "every seed once")]
    [InlineData("seeds", "[-1]", "'seeds' is [-1]")]
    [InlineData("validation", "0.7", "'validation' is 0.7; expected a number from 0 to 0.5")]
    [InlineData("threads", "0", "'threads' is 0; expected a whole number of at least 1")]
    [InlineData("columns", """{"itme": "A"}""", "no property 'columns.itme'")]
    [InlineData("training", """{"epochs": "two"}""", "'training.epochs' is \"two\"")]
    [InlineData("training", """{"learningRate": 2}""", "'training.learningRate' is 2")]
    [InlineData("training", """{"pooling": "max"}""", "one of mean, cls, pooler")]
    [InlineData("methods", "[]", "'methods' is []; expected a list of objects")]
    [InlineData("methods", """[{"name": "magic"}]""", "'methods[0].name' is \"magic\"; expected one of average")]
    [InlineData("methods", """[{"name": "average"}, {"name": "average"}]""", "'methods[1].label' is missing; expected a name of its own; 'average' is taken")]
    [InlineData("methods", """[{"name": "average", "label": "individual"}]""", "'individual' is taken")]
    [InlineData("methods", """[{"name": "average", "headFit": "none"}]""", "one of refit, training, keep")]
    [InlineData("methods", """[{"name": "average", "decision": {"calibrate": 1}}]""", "'methods[0].decision.calibrate' is 1; expected true or false")]
    [InlineData("methods", """[{"name": "average", "parameters": {"x": 1}}]""", "has no parameters")]
    [InlineData("methods", """[{"name": "ties", "parameters": {"dense": 1}}]""", "'methods[0].parameters' is {\"dense\":1}; expected an object with some of density, lambda, scope")]
    [InlineData("methods", """[{"name": "ties", "parameters": {"density": 2}}]""", "expected parameters in range")]
    [InlineData("methods", """[{"name": "auto", "parameters": {"layerSharing": {"maxTexts": 1}}}]""", "'methods[0].parameters.layerSharing.maxTexts' is 1; expected a whole number of at least 2")]
    [InlineData("methods", """[{"name": "auto", "parameters": {"layerSharing": {"storage": {"kind": "int9"}}}}]""", "'methods[0].parameters.layerSharing.storage.kind' is \"int9\"")]
    [InlineData("plans", """[{"kind": "best"}]""", "'plans[0].kind' is \"best\"")]
    [InlineData("plans", """[{"kind": "gw"}]""", "exactly one of clusters, maxGroup")]
    [InlineData("plans", """[{"kind": "gw", "clusters": 2, "maxGroup": 2}]""", "exactly one of clusters, maxGroup")]
    [InlineData("plans", """[{"kind": "gw", "clusters": 9}]""", "9 clusters were asked for")]
    [InlineData("plans", """[{"kind": "random"}]""", "either group sizes here")]
    [InlineData("plans", """[{"kind": "random", "like": "gw"}]""", "the label of a plan above")]
    [InlineData("plans", """[{"kind": "random", "sizes": [2, 2]}]""", "2 + 2 = 4, but there are 3 items")]
    [InlineData("plans", """[{"kind": "file"}]""", "'plans[0].path' is missing")]
    [InlineData("plans", """[{"kind": "singles", "label": "alone"}]""", "'alone' is taken")]
    public void A_wrong_config_names_the_property(string property, string value, string expected)
    {
        WriteConfig(config => config[property] = JsonNode.Parse(value));
        Command.Refuses(["experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out")], expected);
        Assert.False(Directory.Exists(_directory.PathTo("out")));
    }

    [Fact]
    public void A_config_that_is_no_json_object_is_refused()
    {
        Command.Refuses(["experiment", _directory.Write("config.json", "[1]"), "--out", _directory.PathTo("out")], "holds Array; expected a JSON object");
        Command.Refuses(["experiment", _directory.Write("config.json", "{"), "--out", _directory.PathTo("out")], "cannot be read");
        Command.Refuses(["experiment", _directory.PathTo("none.json"), "--out", _directory.PathTo("out")], "cannot be read");
    }

    [Fact]
    public void Random_plans_are_the_same_under_every_seed()
    {
        WriteConfig(config =>
        {
            config["seeds"] = JsonNode.Parse("[5, 6]");
            config["methods"] = JsonNode.Parse("""[{ "name": "average" }]""");
            config["plans"] = JsonNode.Parse("""[{ "kind": "random", "sizes": [2, 1], "count": 3 }, { "kind": "random", "label": "others", "sizes": [2, 1], "count": 3, "seed": 9 }]""");
        });
        var result = Command.Run("experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out"));
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var costs = Table("out", "costs.csv");
        Assert.Equal(Groups("random", "5"), Groups("random", "6"), StringComparer.Ordinal);
        Assert.NotEqual(Groups("random", "5"), Groups("others", "5"), StringComparer.Ordinal);

        IEnumerable<string> Groups(string plan, string seed) => costs.Where(cells => string.Equals(cells[1], plan, StringComparison.Ordinal) && string.Equals(cells[3], seed, StringComparison.Ordinal)).Select(cells => cells[4]);
    }

    [Fact]
    public void Too_much_validation_names_the_item()
    {
        WriteConfig(config => config["validation"] = 0.5);
        Command.Refuses(["experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out")], "Item 'A' keeps 6 of 12 responses");
    }

    private static IEnumerable<string> Values(List<string[]> rows, string method, string plan) =>
        rows.Where(row => string.Equals(row[0], method, StringComparison.Ordinal) && string.Equals(row[1], plan, StringComparison.Ordinal)).Select(row => string.Join(' ', row[7..14]));

    private Command Run(string output)
    {
        WriteConfig();
        var result = Command.Run("experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo(output));
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        return result;
    }

    private List<string[]> Table(string output, string file) =>
        [.. File.ReadAllLines(_directory.PathTo($"{output}/{file}")).Skip(1).Select(line => line.Split(','))];

    private void WriteConfig(Action<JsonNode>? change = null)
    {
        var config = JsonNode.Parse(
            """
            {
              "train": "train.tsv", "test": "test.tsv", "base": "tiny", "seeds": [5], "validation": 0.2, "threads": 1, "cache": "models",
              "training": { "epochs": 1, "maxTokens": 16 },
              "methods": [
                { "name": "average" },
                { "name": "ties", "label": "sharp", "parameters": { "density": 0.5, "scope": "wholeModel" }, "headFit": "refit", "decision": { "calibrate": true } }
              ],
              "plans": [
                { "kind": "gw", "maxGroup": 2 },
                { "kind": "file", "path": "human.json" },
                { "kind": "random", "like": "human", "count": 2 },
                { "kind": "singles" }
              ]
            }
            """)!;
        change?.Invoke(config);
        _directory.Write("config.json", config.ToJsonString());
    }
}
