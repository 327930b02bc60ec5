using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Cli.Tests;

public sealed class MultiLabelExperimentTests : IDisposable
{
    private const string Header = "Item\tText\tLight\tSugar\tNever\tOther\n";
    private readonly TemporaryDirectory _directory = new();

    public MultiLabelExperimentTests()
    {
        _directory.Write("train.tsv", Columns(0, 16));
        _directory.Write("test.tsv", Columns(100, 6));
        _directory.Write("train-lists.tsv", Lists(0, 16));
        _directory.Write("test-lists.tsv", Lists(100, 6));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Items_with_several_labels_are_trained_merged_chosen_and_evaluated()
    {
        Run("one", """[{ "name": "average" }, { "name": "paper-ties" }, { "name": "distill" }, { "name": "auto" }]""");
        var rows = Table("one");
        Assert.Equal((2 + 4) * 3, rows.Count);
        Assert.All(rows, row =>
        {
            // Accuracy is that of the labels, there is no kappa, and C lacks the last label.
            Assert.Equal(row[7], row[11]);
            Assert.Equal(string.Empty, row[12]);
            Assert.Equal(string.Equals(row[4], "C", StringComparison.Ordinal) ? 3 : 4, row[14].Split(' ').Length);
        });
        using var json = JsonDocument.Parse(File.ReadAllText(_directory.PathTo("one/experiment.json")));
        Assert.Equal(["Light", "Sugar", "Never"], json.RootElement.GetProperty("labels").GetProperty("C").EnumerateArray().Select(label => label.GetString()!), StringComparer.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_directory.PathTo("models"), "*.zip").Length);

        Run("two", """[{ "name": "average" }]""");
        Assert.StartsWith(File.ReadAllText(_directory.PathTo("two/results.csv")), File.ReadAllText(_directory.PathTo("one/results.csv")), StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_directory.PathTo("models"), "*.zip").Length);
    }

    [Fact]
    public void Labels_in_one_column_are_the_same_as_labels_in_columns()
    {
        Run("columns", """[{ "name": "average" }]""");
        Run("lists", """[{ "name": "average" }]""", config =>
        {
            (config["train"], config["test"]) = ("train-lists.tsv", "test-lists.tsv");
            config["columns"] = JsonNode.Parse("""{ "label": "Found", "labelSeparator": "|" }""");
        });

        // A label that never occurs is a column, but nothing in a list.
        Assert.Equal([4, 4, 3], Table("columns").Take(3).Select(row => row[14].Split(' ').Length));
        Assert.Equal([3, 3, 2], Table("lists").Take(3).Select(row => row[14].Split(' ').Length));
    }

    [Theory]
    [InlineData("A\tx\t1\t0\t0\t2\n", "line 50, item 'A': the label column 'Other' is '2'; expected 0 or 1")]
    [InlineData("A\tx\t1\t0\t0\t\n", "line 50, item 'A': the label column 'Other' is empty, but on line 2 of the same item it is not")]
    [InlineData("C\tx\t1\t0\t0\t1\n", "line 50, item 'C': the label column 'Other' is '1', but on line 34 of the same item it is empty")]
    [InlineData("D\tx\t\t\t\t\n", "item 'D' has nothing in the label columns Light, Sugar, Never, Other")]
    [InlineData("D\tx\t1\t0\t0\t1\n", "item 'D' has 1 rows; training needs at least 8")]
    public void A_wrong_label_names_file_line_item_and_column(string line, string expected)
    {
        File.AppendAllText(_directory.PathTo("train.tsv"), line);
        Refuses(expected, "train.tsv");
    }

    [Fact]
    public void Items_and_columns_that_do_not_fit_are_named()
    {
        File.AppendAllText(_directory.PathTo("train.tsv"), string.Concat(Enumerable.Range(0, 8).Select(i => $"D\tx{i}\t1\t0\t0\t1\n")));
        Refuses("all 8 rows of item 'D' have the same labels");
        _directory.Write("train.tsv", Columns(0, 16));
        _directory.Write("test.tsv", Header + "A\tx\t1\t0\t0\t1\nB\tx\t1\t0\t0\t\nC\tx\t1\t0\t0\t\n");
        Refuses("line 3, item 'B': the label column 'Other' is empty, but the item has it in training");
        _directory.Write("test.tsv", Header.Replace("Sugar", "Sweet", StringComparison.Ordinal) + "A\tx\t1\t0\t0\t1\n");
        Refuses("no column 'Sugar'", "test.tsv");
    }

    [Theory]
    [InlineData("A\tx\tLight|\n", "line 20, item 'A': the labels 'Light|' in column 'Found' have an empty one")]
    [InlineData("A\tx\tLight|Light\n", "one twice")]
    [InlineData("A\tx\tLite\n", "line 20, item 'A': the label 'Lite' does not occur in training. The item's labels are: Light, Other, Sugar")]
    [InlineData("D\tx\tLight\n", "the item 'D' is unknown")]
    public void A_wrong_list_of_labels_names_line_and_item(string line, string expected)
    {
        File.AppendAllText(_directory.PathTo("test-lists.tsv"), line);
        WriteConfig("[{ \"name\": \"average\" }]", config =>
        {
            (config["train"], config["test"]) = ("train-lists.tsv", "test-lists.tsv");
            config["columns"] = JsonNode.Parse("""{ "label": "Found", "labelSeparator": "|" }""");
        });
        Command.Refuses(["experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out")], expected);
    }

    [Theory]
    [InlineData("""{ "labels": [] }""", "at least one")]
    [InlineData("""{ "labels": ["Light", "Light"] }""", "every column once")]
    [InlineData("""{ "labels": ["Light"], "label": "Sugar" }""", "either columns of 0 and 1 here")]
    [InlineData("""{ "labels": ["Light"], "labelSeparator": "|" }""", "either columns of 0 and 1 here")]
    public void A_wrong_choice_of_columns_names_the_property(string columns, string expected)
    {
        WriteConfig("[{ \"name\": \"average\" }]", config => config["columns"] = JsonNode.Parse(columns));
        Command.Refuses(["experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out")], "'columns.labels' is", expected);
    }

    private static string Columns(int first, int rows) => Header + string.Concat(Responses(first, rows).Select(r =>
        $"{r.Item}\t{r.Text}\t{(r.Light ? 1 : 0)}\t{(r.Sugar ? "true" : "0")}\t0\t{(r.Item is "C" ? string.Empty : r.Other ? "1" : "0")}\n"));

    private static string Lists(int first, int rows) => "Item\tText\tFound\n" + string.Concat(Responses(first, rows).Select(r =>
        $"{r.Item}\t{r.Text}\t{string.Join(" | ", new[] { r.Light ? "Light" : null, r.Sugar ? "Sugar" : null, r.Other && r.Item is not "C" ? "Other" : null }.OfType<string>())}\n"));

    // A third of the responses has no label at all.
    private static IEnumerable<(string Item, string Text, bool Light, bool Sugar, bool Other)> Responses(int first, int rows) =>
        from item in new[] { "A", "B", "C" }
        from i in Enumerable.Range(first, rows)
        let light = i % 3 == 0
        let sugar = i % 6 is 0 or 1
        select (item, $"{(light ? "light falls in" : "it is")} {(sugar ? "and sugar is made" : "as it is")} {item} word{i}", light, sugar, i % 3 == 1);

    private void Refuses(params string[] expected)
    {
        WriteConfig("[{ \"name\": \"average\" }]");
        Command.Refuses(["experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo("out")], expected);
    }

    private List<string[]> Table(string output) => [.. File.ReadAllLines(_directory.PathTo($"{output}/results.csv")).Skip(1).Select(line => line.Split(','))];

    private void Run(string output, string methods, Action<JsonNode>? change = null)
    {
        WriteConfig(methods, change);
        var result = Command.Run("experiment", _directory.PathTo("config.json"), "--out", _directory.PathTo(output));
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
    }

    private void WriteConfig(string methods, Action<JsonNode>? change = null)
    {
        var config = JsonNode.Parse(
            """
            {
              "train": "train.tsv", "test": "test.tsv", "base": "tiny", "seeds": [5], "validation": 0.25, "threads": 1, "cache": "models",
              "columns": { "labels": ["Light", "Sugar", "Never", "Other"] },
              "training": { "epochs": 1, "maxTokens": 16 },
              "plans": [{ "kind": "gw", "maxGroup": 3 }]
            }
            """)!;
        config["methods"] = JsonNode.Parse(methods);
        change?.Invoke(config);
        _directory.Write("config.json", config.ToJsonString());
    }
}
