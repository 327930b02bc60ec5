using System.Text.RegularExpressions;

namespace GwSmm.Cli.Tests;

public sealed partial class RunCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Two_runs_with_one_and_two_threads_give_the_same_metrics()
    {
        var first = Succeed(SmallData.Run(_directory, "one"));
        var second = Succeed(SmallData.With(SmallData.Run(_directory, "two"), "--threads", "2"));

        Assert.Equal(WithoutSeconds("one"), WithoutSeconds("two"));
        Assert.Equal(File.ReadAllBytes(_directory.PathTo("one/distances.csv")), File.ReadAllBytes(_directory.PathTo("two/distances.csv")));
        Assert.Equal(File.ReadAllBytes(_directory.PathTo("one/plan.json")), File.ReadAllBytes(_directory.PathTo("two/plan.json")));
        Assert.Contains("merged.zip", first.Error, StringComparison.Ordinal);
        Assert.Empty(second.Output);
    }

    [Fact]
    public void Report_has_what_a_reader_needs()
    {
        Succeed(SmallData.Run(_directory, "out", "--seed", "7"));

        var report = RunReport.Load(_directory.PathTo("out/metrics.json"));

        Assert.Equal("A B C", string.Join(' ', report.Items.Select(item => item.Item)));
        Assert.All(report.Items, item => Assert.Equal((5, 12), (item.N, item.TrainingRows)));
        Assert.Equal(2, report.Groups.Count);
        Assert.Equal(7UL, report.Seed);
        Assert.Equal(report.Items.Sum(item => item.IndividualBytes), report.BytesBefore);
        Assert.Equal(new FileInfo(_directory.PathTo("out/merged.zip")).Length, report.BytesAfter);
        Assert.True(report.BytesAfter <= ((2.0 / 3) + 0.03) * report.BytesBefore, $"{report.BytesAfter} of {report.BytesBefore} bytes");
        Assert.Equal("dotnet gwsmm mlnet", string.Join(' ', report.Versions.Keys));
        Assert.Equal("read, train, merge, save, evaluate individual, evaluate merged", string.Join(", ", report.Seconds.Keys));
        Assert.Equal("distances.csv merged.zip metrics.json plan.json", string.Join(' ', Directory.GetFiles(_directory.PathTo("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Cached_models_give_the_same_metrics_and_damaged_ones_are_trained_again()
    {
        var cache = _directory.PathTo("cache");
        Succeed(SmallData.Run(_directory, "one", "--cache", cache));
        var kept = Directory.GetFiles(cache, "*.zip").Order(StringComparer.Ordinal).ToList();
        var written = kept.ConvertAll(File.GetLastWriteTimeUtc);

        var again = Succeed(SmallData.Run(_directory, "two", "--cache", cache));

        Assert.Equal(3, kept.Count);
        Assert.Equal(written, kept.ConvertAll(File.GetLastWriteTimeUtc));
        Assert.DoesNotContain("warning: the cached model", again.Error, StringComparison.Ordinal);
        Assert.Equal(WithoutSeconds("one"), WithoutSeconds("two"));

        var bytes = File.ReadAllBytes(kept[0]);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(kept[0], bytes);
        var third = Succeed(SmallData.Run(_directory, "three", "--cache", cache, "--merge", "ties"));

        Assert.Contains($"warning: the cached model '{kept[0]}'", third.Error, StringComparison.Ordinal);
        Assert.Equal("ties", RunReport.Load(_directory.PathTo("three/metrics.json")).Options["merge"]);
        Assert.Equal(Individual("one"), Individual("three"));
    }

    [Fact]
    public void An_automatic_merge_says_why_and_refuses_shares_out_of_range()
    {
        var result = Succeed(SmallData.Run(_directory, "out", "--merge", "auto", "--retention", "0.5", "--max-storage", "1", "--balanced", "--frozen-layers", "0"));

        Assert.Matches("item A: .*, keeps [0-9.]+", result.Error);
        Assert.Contains("of the individual models' bytes", result.Error, StringComparison.Ordinal);
        var options = RunReport.Load(_directory.PathTo("out/metrics.json")).Options;
        Assert.Equal(("auto", "Balanced", "0"), (options["merge"], options["classWeighting"], options["frozenLayers"]));
        var inspected = Command.Run("inspect", _directory.PathTo("out/merged.zip"));
        Assert.Contains("choice    item A:", inspected.Output, StringComparison.Ordinal);
        Command.Refuses(SmallData.Run(_directory, "bad", "--merge", "auto", "--retention", "1.5"), "Retention");
    }

    [Fact]
    public void Plan_file_decides_the_groups()
    {
        var plan = _directory.Write("plan.json", """{"groups": [["A", "C"], ["B"]]}""");
        Succeed([.. SmallData.RunWithPlan(_directory, "out", plan), "--merge", "paper-ties"]);

        Assert.Equal([["A", "C"], ["B"]], RunReport.Load(_directory.PathTo("out/metrics.json")).Groups);
    }

    [Theory]
    [InlineData("""{"groups": [["A", "D"], ["B", "C"]]}""", "plan.json", "'D'")]
    [InlineData("""{"groups": [["A", "B"], ["B", "C"]]}""", "'B'", "group 1", "group 2")]
    [InlineData("""{"groups": [["A", "B"]]}""", "plan.json", "'C'")]
    [InlineData("""{"groups": 1}""", "plan.json", "groups")]
    [InlineData("not json", "plan.json", "JSON")]
    public void Refuses_plans(string plan, params string[] words)
    {
        var path = _directory.Write("plan.json", plan);

        Command.Refuses(SmallData.RunWithPlan(_directory, "out", path), words);

        Assert.False(Directory.Exists(_directory.PathTo("out")));
    }

    [Theory]
    [InlineData("--text", "Body", "train.tsv", "'Body'", "Item, Text, Label")]
    [InlineData("--item", "Question", "train.tsv", "'Question'")]
    [InlineData("--label", "Score", "train.tsv", "'Score'")]
    [InlineData("--test-label", "Score", "test.tsv", "'Score'")]
    [InlineData("--base", "huge", "'huge'", "tiny, mini, small")]
    [InlineData("--vocab", "no-vocab.txt", "no-vocab.txt")]
    [InlineData("--clusters", "2", "--max-group", "give one of them")]
    [InlineData("--learning-rate", "0", "LearningRate")]
    [InlineData("--threads", "0", "--threads")]
    [InlineData("--max-tokens", "1", "MaxTokens")]
    [InlineData("--layer-decay", "0", "LayerDecay")]
    [InlineData("--frozen-layers", "9", "FrozenLayers")]
    [InlineData("--micro-batch", "0", "MicroBatchSize")]
    [InlineData("--retention", "0.9", "--merge auto")]
    public void Refuses_options(string option, string value, params string[] words) =>
        RefusesAndLeavesTheOutputAlone(words, args => SmallData.With(args, option, value));

    [Theory]
    [InlineData("--clusters", "99", "99 clusters", "3 items")]
    [InlineData("--max-group", "0", "largest group is 0")]
    [InlineData("--threshold", "-1", "-1")]
    public void Refuses_groups_that_cannot_be_before_training(string option, string value, params string[] words)
    {
        var args = SmallData.With(SmallData.Run(_directory, "out"), "--max-group", value, option);

        var result = Command.Run(args);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.All(words, word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("Training", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory.PathTo("out")));
    }

    [Theory]
    [InlineData("D\tthe plant\t0\n", "item 'D'", "1 rows")]
    [InlineData("D\t\t0\n", "item 'D'", "line 38", "text")]
    [InlineData("\ta text\t0\n", "line 38", "item")]
    [InlineData("A\ta text\t\n", "item 'A'", "line 38", "label")]
    [InlineData("A\t\"never closed\t0\n", "line 38", "quote")]
    [InlineData("A\ta text\n", "line 38", "2 fields")]
    public void Refuses_training_rows(string row, params string[] words) => RefusesAndLeavesTheOutputAlone(["train.tsv", .. words], args =>
    {
        File.AppendAllText(_directory.PathTo("train.tsv"), row);
        return args;
    });

    [Fact]
    public void Refuses_an_item_with_one_class() => RefusesAndLeavesTheOutputAlone(["train.tsv", "'D'", "'1'", "two classes"], args =>
    {
        File.AppendAllText(_directory.PathTo("train.tsv"), string.Concat(Enumerable.Range(0, 9).Select(i => $"D\ttext {i}\t1\n")));
        return args;
    });

    [Theory]
    [InlineData("E\ta text\t0\n", "'E'", "line 17", "A, B, C")]
    [InlineData("A\ta text\t9\n", "'9'", "line 17", "0, 1")]
    [InlineData("A\t  \t1\n", "'A'", "line 17", "text")]
    public void Refuses_test_rows(string row, params string[] words) => RefusesAndLeavesTheOutputAlone(["test.tsv", .. words], args =>
    {
        File.AppendAllText(_directory.PathTo("test.tsv"), row);
        return args;
    });

    [Fact]
    public void Refuses_invalid_utf8_and_a_doubled_header()
    {
        RefusesAndLeavesTheOutputAlone(["train.tsv", "line 38", "UTF-8"], args =>
        {
            File.AppendAllText(_directory.PathTo("train.tsv"), "A\tcaf");
            using var stream = File.Open(_directory.PathTo("train.tsv"), FileMode.Append);
            stream.Write([0xE9, (byte)'\t', (byte)'1', (byte)'\n']);
            return args;
        });
        RefusesAndLeavesTheOutputAlone(["test.tsv", "'Text'", "twice"], args =>
        {
            _directory.Write("test.tsv", "Item\tText\tText\tLabel\nA\tx\ty\t0\n");
            return args;
        });
    }

    [Fact]
    public void Refuses_a_vocabulary_without_special_tokens() => RefusesAndLeavesTheOutputAlone(["vocab.txt", "[CLS]"], args =>
        [.. args, "--vocab", _directory.Write("vocab.txt", "[PAD]\n[UNK]\n[SEP]\nthe\n")]);

    [Fact]
    public void Refuses_an_output_that_is_a_file()
    {
        var file = _directory.Write("out", "kept");

        Command.Refuses(SmallData.Run(_directory, "out"), file, "--out");

        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact]
    public void Very_long_text_is_cut_counted_and_reported()
    {
        var args = SmallData.Run(_directory, "out");
        File.AppendAllText(_directory.PathTo("train.tsv"), $"A\t{new string('a', 50_000)} {new string('b', 49_999)}\t1\nA\t{string.Concat(Enumerable.Repeat("plant light ", 8_334))}\t0\n");

        var result = Succeed(args);

        Assert.Contains("longer than 16 tokens", result.Error, StringComparison.Ordinal);
        Assert.Contains("longer than 200 characters", result.Error, StringComparison.Ordinal);
        var items = RunReport.Load(_directory.PathTo("out/metrics.json")).Items;
        Assert.Equal((1, 2), (items.Sum(item => item.TruncatedTexts), items.Sum(item => item.OverlongWords)));
    }

    [Fact]
    public void Cancelled_run_leaves_nothing_and_has_its_own_exit_code()
    {
        using var source = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new CancellingWriter("Reading responses", source);

        var code = Program.Run(SmallData.Run(_directory, "out"), output, error, source.Token);

        Assert.Equal(ExitCode.Cancelled, code);
        Assert.Contains("cancelled", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["test.tsv", "train.tsv"], _directory.Names());
    }

    [GeneratedRegex("\"seconds\": \\{[^}]*\\}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Seconds();

    private static Command Succeed(string[] args)
    {
        var result = Command.Run(args);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        return result;
    }

    private string WithoutSeconds(string run)
    {
        var text = File.ReadAllText(_directory.PathTo($"{run}/metrics.json"));
        Assert.Single(Seconds().Matches(text));
        return Seconds().Replace(text, string.Empty);
    }

    private List<QualityReport> Individual(string run) => [.. RunReport.Load(_directory.PathTo($"{run}/metrics.json")).Items.Select(item => item.Individual)];

    private void RefusesAndLeavesTheOutputAlone(string[] words, Func<string[], string[]> change)
    {
        Directory.CreateDirectory(_directory.PathTo("out"));
        _directory.Write("out/metrics.json", "old");
        var args = change(SmallData.Run(_directory, "out"));

        Command.Refuses(args, words);

        Assert.Equal(_directory.PathTo("out/metrics.json"), Assert.Single(Directory.GetFileSystemEntries(_directory.PathTo("out"))));
        Assert.Equal("old", File.ReadAllText(_directory.PathTo("out/metrics.json")));
    }
}
