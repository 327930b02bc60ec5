using GwSmm.OptimalTransport;

namespace GwSmm.Cli.Tests;

public sealed class DistancesCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Published_features_give_the_published_distances()
    {
        var files = Enumerable.Range(1, 9).Select(i => Repository.PathTo("tests", "Golden", "paper-toy", $"class-{i}.csv"));
        var output = _directory.PathTo("d.csv");

        var result = Command.Run(["distances", .. files, "--metric", "euclidean", "--out", output]);

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var published = MatrixCsv.Read(Repository.PathTo("tests", "Golden", "paper-toy", "gw-published.csv")).Values;
        var found = MatrixCsv.Read(output).Values;
        Assert.Equal(published.Length, found.Length);
        Assert.All(published.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void Threads_do_not_change_the_bytes_and_json_names_the_file()
    {
        var one = Distances("one.csv", "1");
        var two = Distances("two.csv", "2");

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));

        string Distances(string name, string threads)
        {
            var result = Command.Run("distances", Features("a.csv", 0), Features("b.csv", 1), Features("c.csv", 2), "--threads", threads, "--json", "--out", _directory.PathTo(name));
            Assert.Equal(ExitCode.Success, result.ExitCode);
            Assert.Contains($"\"output\":\"{_directory.PathTo(name)}\"", result.Output, StringComparison.Ordinal);
            return _directory.PathTo(name);
        }
    }

    [Theory]
    [InlineData("1,2\n3\n", "row 2")]
    [InlineData("1,NaN\n3,4\n", "row 1, column 2", "NaN")]
    [InlineData("1,2\n3,Infinity\n", "row 2, column 2", "Infinity")]
    [InlineData("a,b\n", "row 1, column 1", "'a'")]
    [InlineData("", "bad.csv")]
    public void Refuses_features(string text, params string[] words)
    {
        var bad = _directory.Write("bad.csv", text);
        var good = Features("good.csv", 1);

        Command.Refuses(["distances", good, bad, "--out", _directory.PathTo("d.csv")], ["bad.csv", .. words]);

        Assert.Equal(["bad.csv", "good.csv"], _directory.Names());
    }

    [Fact]
    public void Refuses_one_file_a_missing_file_and_an_unwritable_output()
    {
        var good = Features("good.csv", 1);

        Command.Refuses(["distances", good, "--out", _directory.PathTo("d.csv")], "at least two");
        Command.Refuses(["distances", good, _directory.PathTo("no.csv"), "--out", _directory.PathTo("d.csv")], "no.csv");
        Command.Refuses(["distances", good, good, "--out", _directory.PathTo("no/d.csv")], "no/d.csv");
        Command.Refuses(["distances", good, good, "--out", _directory.Path], _directory.Path);
        Assert.Equal(["good.csv"], _directory.Names());
    }

    [Fact]
    public void Cancelled_writes_nothing()
    {
        var output = _directory.PathTo("d.csv");

        var result = Command.Run(new CancellationToken(canceled: true), "distances", Features("a.csv", 0), Features("b.csv", 1), "--out", output);

        Assert.Equal(ExitCode.Cancelled, result.ExitCode);
        Assert.Equal(["a.csv", "b.csv"], _directory.Names());
    }

    private string Features(string name, int shift) =>
        _directory.Write(name, string.Concat(Enumerable.Range(0, 8 + shift).Select(i => $"{i * i % 7},{(i * 3) + shift},{i % (2 + shift)}\n")));
}
