using System.Text.Json;

namespace GwSmm.Cli.Tests;

public sealed class DistancesShardTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Combined_shards_are_the_bytes_of_one_run()
    {
        var files = Files();
        Good(["distances", .. files, "--root", "--out", At("one.csv")]);
        string[] shards = [.. Enumerable.Range(1, 3).Select(i => Good(["distances", .. files, "--shard", $"{i}/3", "--resume", At($"s{i}.pairs")], At($"s{i}.pairs")))];

        Good(["distances", "--combine", .. shards, "--root", "--out", At("combined.csv")]);

        Assert.Equal(File.ReadAllBytes(At("one.csv")), File.ReadAllBytes(At("combined.csv")));
        Command.Refuses(["distances", "--combine", shards[0], shards[2], "--out", At("d.csv")], "5 of 15 pairs are missing", "no file of shard 2/3");
    }

    [Fact]
    public void A_second_run_takes_its_pairs_from_the_file()
    {
        string[] args = ["distances", .. Files(), "--resume", At("a.pairs"), "--out"];
        Good([.. args, At("one.csv")]);

        var second = Command.Run([.. args, At("two.csv")]);

        Assert.Contains("15 of 15 pairs were in", second.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(At("one.csv")), File.ReadAllBytes(At("two.csv")));
        Command.Refuses([.. args, At("d.csv"), "--metric", "cosine"], "a.pairs", "belongs to another comparison", "Cosine");
    }

    [Fact]
    public void Cancelling_speaks_of_finished_pairs_only_where_there_is_a_file()
    {
        string[] args = ["distances", .. Files(), "--resume", At("a.pairs"), "--out", At("d.csv")];

        var before = Cancelled(args);
        Good([.. args[..^1], At("whole.csv")]);
        var after = Cancelled(args);

        Assert.Contains("cancelled; nothing was written", before, StringComparison.Ordinal);
        Assert.Contains($"finished pairs are kept in '{At("a.pairs")}'", after, StringComparison.Ordinal);
        Assert.False(File.Exists(At("d.csv")));
    }

    [Fact]
    public void Json_tells_what_was_done()
    {
        var result = Command.Run(["distances", .. Files(), "--json", "--normalize", "max", "--resume", At("a.pairs"), "--out", At("d.csv")]);

        var summary = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(At("d.csv"), summary.GetProperty("output").GetString());
        Assert.Equal(At("a.pairs"), summary.GetProperty("resume").GetString());
        Assert.Equal("max", summary.GetProperty("normalize").GetString());
        Assert.Equal(15, summary.GetProperty("pairs").GetInt32());
        Assert.Equal(0, summary.GetProperty("notConverged").GetInt32());
        Assert.StartsWith("conditional-gradient {", summary.GetProperty("solver").GetString(), StringComparison.Ordinal);
        var first = summary.GetProperty("files")[0];
        Assert.Equal((6, 2), (first.GetProperty("rows").GetInt32(), first.GetProperty("columns").GetInt32()));
        Assert.Equal(64, first.GetProperty("sha256").GetString()!.Length);
    }

    [Theory]
    [InlineData("--epsilon does nothing with --solver exact", "--epsilon", "0.1", "--out", "d.csv")]
    [InlineData("--alpha does nothing with --solver unbalanced", "--solver", "unbalanced", "--alpha", "0.5", "--out", "d.csv")]
    [InlineData("--mass does nothing with --solver exact", "--mass", "0.5", "--out", "d.csv")]
    [InlineData("'nonesuch'", "--solver", "nonesuch", "--out", "d.csv")]
    [InlineData("'nonesuch'", "--start", "nonesuch", "--out", "d.csv")]
    [InlineData("'--out' is required", "--resume", "a.pairs")]
    [InlineData("--shard needs --resume", "--shard", "1/2")]
    [InlineData("leave out --out", "--shard", "1/2", "--resume", "a.pairs", "--out", "d.csv")]
    [InlineData("expected I/N", "--shard", "3/2", "--resume", "a.pairs")]
    [InlineData("leave out the feature files", "--combine", "a.pairs", "--out", "d.csv")]
    [InlineData("--threads is 0", "--threads", "0", "--out", "d.csv")]
    public void Options_that_do_not_go_together_are_refused(string words, params string[] args)
    {
        Command.Refuses(["distances", .. Files(), .. args], words);
        Assert.Equal(6, _directory.Names().Length);
    }

    [Theory]
    [InlineData("leave out --metric", "--combine", "a.pairs", "--metric", "cosine", "--out", "d.csv")]
    [InlineData("leave out --resume", "--combine", "a.pairs", "--resume", "b.pairs", "--out", "d.csv")]
    [InlineData("'--out' is required", "--combine", "a.pairs")]
    [InlineData("0 feature files", "--out", "d.csv")]
    public void Combining_takes_no_option_of_solving(string words, params string[] args) => Command.Refuses(["distances", .. args], words);

    [Fact]
    public void A_file_that_is_read_is_never_written()
    {
        var files = Files();
        var before = File.ReadAllBytes(files[0]);
        var pairs = At("a.pairs");
        Good(["distances", .. files, "--resume", pairs, "--out", At("d.csv")]);
        var kept = File.ReadAllBytes(pairs);
        File.CreateSymbolicLink(At("link.csv"), files[0]);

        Command.Refuses(["distances", .. files, "--out", files[0]], files[0], "is also a feature file", "another name");
        Command.Refuses(["distances", .. files, "--out", Path.Combine(_directory.Path, "no", "..", "f0.csv")], "is also a feature file");
        Command.Refuses(["distances", .. files, "--out", At("link.csv")], "is also a feature file");
        Command.Refuses(["distances", .. files, "--nearest", "1", "--out", files[0]], "is also a feature file");
        Command.Refuses(["distances", files[1], At("link.csv") + ".safetensors:x", "--out", At("link.csv") + ".safetensors"], "is also a feature file");
        Command.Refuses(["distances", .. files, "--resume", pairs, "--out", pairs], "--out", pairs, "the file of --resume");
        Command.Refuses(["distances", .. files, "--resume", files[1], "--out", At("d.csv")], "--resume", "is also a feature file");
        Command.Refuses(["distances", "--combine", pairs, "--out", pairs], "a file of --combine");

        Assert.Equal(before, File.ReadAllBytes(files[0]));
        Assert.Equal(kept, File.ReadAllBytes(pairs));
    }

    private static string Cancelled(string[] args)
    {
        using var source = new CancellationTokenSource();
        using var error = new CancellingWriter("Reading", source);
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Cancelled, Program.Run(args, output, error, source.Token));
        return error.ToString();
    }

    private string At(string name) => _directory.PathTo(name);

    private string[] Files() => [.. Enumerable.Range(0, 6).Select(k => _directory.Write($"f{k}.csv", string.Concat(Enumerable.Range(0, 6 + k).Select(i => $"{i * i % (5 + k)},{(i * 3) + k}\n"))))];

    private static string Good(string[] args, string file = "")
    {
        var result = Command.Run(args);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        return file;
    }
}
