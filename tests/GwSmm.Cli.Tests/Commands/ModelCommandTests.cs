using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli.Tests;

public sealed class ModelCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Predict_keeps_the_columns_and_adds_label_and_probability()
    {
        var input = _directory.Write("in.tsv", "id\tq\tanswer\n7\tA\tthe plant takes in light\n8\tC\t\"no\" idea at \"all\"\n9\tB\t\"\"\"quoted\"\"\"\n");
        var output = _directory.PathTo("out.tsv");

        var result = Command.Run("predict", "--model", model.Zip, "--input", input, "--item", "q", "--text", "answer", "--out", output);

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var table = TabularText.Load(output);
        Assert.Equal("id q answer PredictedLabel Probability", string.Join(' ', table.Columns));
        Assert.Equal("7 8 9", string.Join(' ', table.Column("id")));
        Assert.Equal("\"quoted\"", table.Column("answer")[2]);
        Assert.All(table.Column("PredictedLabel"), label => Assert.True(label is "0" or "1", label));
        Assert.All(table.Column("Probability"), value => Assert.InRange(double.Parse(value), 0.5, 1));
    }

    [Fact]
    public void Evaluate_agrees_with_the_metrics_of_the_run()
    {
        var result = Command.Run("evaluate", "--model", model.Zip, "--test", model.TestFile, "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var reports = JsonSerializer.Deserialize<Dictionary<string, QualityReport>>(result.Output, CommonOptions.JsonOutput)!;
        Assert.All(model.Report.Items, item => Assert.Equal(item.Merged, reports[item.Item]));
    }

    [Fact]
    public void Predict_and_evaluate_take_the_precision_that_they_are_asked_for()
    {
        var outputs = new[] { "fp32", "int8", null }.Select(precision =>
        {
            var output = _directory.PathTo($"out-{precision}.tsv");
            var result = Command.Run(["predict", "--model", model.Zip, "--input", model.TestFile, "--out", output, .. Precision(precision)]);
            Assert.True(result.ExitCode == ExitCode.Success, result.Error);
            return File.ReadAllText(output);
        }).ToArray();

        Assert.Equal(outputs[0], outputs[2]);
        Assert.NotEqual(outputs[0], outputs[1], StringComparer.Ordinal);
        var single = Command.Run("evaluate", "--model", model.Zip, "--test", model.TestFile, "--json", "--precision", "fp32");
        var bytes = Command.Run("evaluate", "--model", model.Zip, "--test", model.TestFile, "--json", "--precision", "int8");
        Assert.True(bytes.ExitCode == ExitCode.Success, bytes.Error);
        Assert.Equal(Command.Run("evaluate", "--model", model.Zip, "--test", model.TestFile, "--json").Output, single.Output);
        var (expected, found) = (Reports(single), Reports(bytes));
        Assert.Equal(expected.Keys, found.Keys);

        // Few responses lie so near the border between two classes that bytes decide otherwise.
        Assert.All(expected, pair => Assert.Equal(pair.Value.Accuracy, found[pair.Key].Accuracy, 0.1));
    }

    [Theory]
    [InlineData("predict", "--input", "--out")]
    [InlineData("evaluate", "--test", null)]
    public void A_precision_that_is_none_is_refused_with_the_choices(string command, string input, string? output) => Command.Refuses(
        [command, "--model", model.Zip, input, model.TestFile, .. output is null ? Array.Empty<string>() : [output, _directory.PathTo("out.tsv")], "--precision", "int4"], "int4", "fp32", "int8");

    [Fact]
    public void Inspect_tells_groups_and_classes()
    {
        using var json = JsonDocument.Parse(Command.Run("inspect", model.Zip, "--json").Output);

        Assert.Equal(2, json.RootElement.GetProperty("groups").GetArrayLength());
        Assert.Equal("1", json.RootElement.GetProperty("classes").GetProperty("A")[1].GetString());
        Assert.Equal("average", json.RootElement.GetProperty("method").GetString());
        Assert.Equal("fp32", json.RootElement.GetProperty("precision").GetString());
        Assert.EndsWith("words of at most 200 characters", json.RootElement.GetProperty("features").GetString(), StringComparison.Ordinal);
        Assert.Contains("2 layers of 128 channels", Command.Run("inspect", model.Zip).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q\tText\nA\tx\n", "'Item'", "q, Text")]
    [InlineData("Item\tText\nA\tx\nZ\ty\n", "line 3", "'Z'", "A, B, C")]
    [InlineData("Item\tText\nA\t \n", "line 2", "'A'", "empty")]
    [InlineData("Item\tText\tPredictedLabel\nA\tx\t0\n", "'PredictedLabel'")]
    public void Predict_refuses_input(string text, params string[] words)
    {
        var input = _directory.Write("in.tsv", text);

        Command.Refuses(["predict", "--model", model.Zip, "--input", input, "--out", _directory.PathTo("out.tsv")], ["in.tsv", .. words]);

        Assert.Equal("in.tsv", string.Join(' ', _directory.Names()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1000)]
    public void Refuses_a_truncated_zip(int length)
    {
        var bytes = File.ReadAllBytes(model.Zip);
        var broken = _directory.PathTo("broken.zip");
        File.WriteAllBytes(broken, bytes[..(length < 0 ? bytes.Length + length : length)]);

        Command.Refuses(["inspect", broken], broken);
        Command.Refuses(["evaluate", "--model", broken, "--test", model.TestFile], broken);
    }

    [Fact]
    public void Refuses_a_model_that_is_not_there() => Command.Refuses(["inspect", _directory.PathTo("no.zip")], "no.zip");

    private static string[] Precision(string? precision) => precision is null ? [] : ["--precision", precision];

    private static Dictionary<string, QualityReport> Reports(Command result) => JsonSerializer.Deserialize<Dictionary<string, QualityReport>>(result.Output, CommonOptions.JsonOutput)!;

    [Fact]
    public void Evaluate_refuses_unknown_labels() =>
        Command.Refuses(["evaluate", "--model", model.Zip, "--test", _directory.Write("t.tsv", "Item\tText\tLabel\nA\tx\t7\n")], "t.tsv", "line 2", "'7'");
}
