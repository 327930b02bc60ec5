using System.Text;
using GwSmm.SampleData;

namespace GwSmm.Cli.Tests;

public class SampleDataTests
{
    [Fact]
    public void Generator_writes_the_shipped_bytes()
    {
        foreach (var (name, text) in SampleFiles.Create())
        {
            Assert.Equal(Encoding.ASCII.GetBytes(text), File.ReadAllBytes(Repository.PathTo("examples", "data", name)));
        }
    }

    [Fact]
    public void Every_item_has_200_responses_to_train_on_and_60_to_test_with()
    {
        Assert.Equal(Enumerable.Repeat(200, 6), CountPerItem("train.tsv"));
        Assert.Equal(Enumerable.Repeat(60, 6), CountPerItem("test.tsv"));
    }

    [Fact]
    public void No_test_response_occurs_in_the_training_file()
    {
        var train = Rows("train.tsv").Select(row => (row[0], row[1].ToUpperInvariant())).ToHashSet();
        Assert.DoesNotContain(Rows("test.tsv"), row => train.Contains((row[0], row[1].ToUpperInvariant())));
    }

    [Fact]
    public void Scores_are_ideas_less_misconceptions_cut_to_the_range()
    {
        foreach (var split in new[] { "train", "test" })
        {
            var scores = Rows($"{split}.tsv");
            var flags = Rows($"multilabel-{split}.tsv");
            Assert.Equal(scores.Count, flags.Count);
            foreach (var (score, flag) in scores.Zip(flags))
            {
                Assert.Equal(score[1], flag[1]);
                var max = score[0] is "Q1" or "Q2" or "Q5" ? 3 : 2;
                var expected = Math.Clamp(flag[2..5].Count(value => value is "1") - (flag[5] is "1" ? 1 : 0), 0, max);
                Assert.Equal(expected.ToString(), score[2]);
            }
        }
    }

    [Fact]
    public void More_responses_with_wrong_marks_can_be_written()
    {
        var options = SampleOptions.Parse(["--train", "300", "--test", "100", "--noise", "5", "--seed", "7"])!;
        var noisy = Text(options);
        Assert.Equal(noisy, Text(options));
        var exact = Text(options with { Noise = 0 });
        Assert.Equal(noisy.Select(row => row[1]), exact.Select(row => row[1]), StringComparer.Ordinal);
        Assert.Equal(6 * 300, noisy.Count);

        // 7200 marks, of which 5 per cent are wrong; four standard deviations are 74.
        Assert.InRange(noisy.Zip(exact).Sum(pair => pair.First.Zip(pair.Second).Skip(2).Count(mark => !string.Equals(mark.First, mark.Second, StringComparison.Ordinal))), 286, 434);
        Assert.Null(SampleOptions.Parse(["--noise", "51"]));
        Assert.Null(SampleOptions.Parse(["--noise"]));
        Assert.Null(SampleOptions.Parse(["--rows", "3"]));

        static List<string[]> Text(SampleOptions options) =>
            [.. SampleFiles.Create(options).Single(file => file.Name is "multilabel-train.tsv").Text.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split('\t'))];
    }

    private static List<int> CountPerItem(string name) => [.. Rows(name).GroupBy(row => row[0], StringComparer.Ordinal).Select(group => group.Count())];

    private static List<string[]> Rows(string name) =>
        [.. File.ReadAllLines(Repository.PathTo("examples", "data", name)).Skip(1).Select(line => line.Split('\t'))];
}
