using System.Text.Json;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli.Tests;

public sealed class KilledRunTests : IDisposable
{
    private const int Models = 24;
    private const int Points = 90;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_killed_run_and_two_shard_processes_give_the_bytes_of_one_run()
    {
        var files = Files();
        Good(["distances", .. files, "--out", At("one.csv")]);

        // The header takes about 4 KB, a pair 32 bytes.
        OwnProcess.StartAndKill(
            ["distances", .. files, "--threads", "1", "--resume", At("a.pairs"), "--out", At("resumed.csv")],
            () => new FileInfo(At("a.pairs")) is { Exists: true, Length: > 8_000 });
        Assert.False(File.Exists(At("resumed.csv")));

        var resumed = Good(["distances", .. files, "--resume", At("a.pairs"), "--out", At("resumed.csv")]);
        Assert.Matches($"[1-9][0-9]* of {Models * (Models - 1) / 2} pairs were in", resumed.Error);
        Assert.Equal(File.ReadAllBytes(At("one.csv")), File.ReadAllBytes(At("resumed.csv")));

        using var first = OwnProcess.Start(["distances", .. files, "--shard", "1/2", "--resume", At("1.pairs")]);
        using var second = OwnProcess.Start(["distances", .. files, "--shard", "2/2", "--resume", At("2.pairs")]);
        first.WaitForExit();
        second.WaitForExit();
        Assert.Equal((ExitCode.Success, ExitCode.Success), (first.ExitCode, second.ExitCode));
        Good(["distances", "--combine", At("1.pairs"), At("2.pairs"), "--out", At("combined.csv")]);
        Assert.Equal(File.ReadAllBytes(At("one.csv")), File.ReadAllBytes(At("combined.csv")));
        Assert.DoesNotContain(_directory.Names(), name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_killed_search_goes_on_to_the_same_groups()
    {
        string[] search = ["distances", .. Files(), "--nearest", "3", "--exhaustive", "--json"];
        var groups = Groups(Good([.. search, "--out", At("one.json")]));

        OwnProcess.StartAndKill(
            [.. search, "--threads", "1", "--resume", At("a.pairs"), "--out", At("resumed.json")],
            () => new FileInfo(At("a.pairs")) is { Exists: true, Length: > 8_000 });
        Assert.False(File.Exists(At("resumed.json")));

        var resumed = Good([.. search, "--resume", At("a.pairs"), "--out", At("resumed.json")]);
        Assert.Matches("[1-9][0-9]* pairs were in", resumed.Error);
        Assert.Equal(groups, Groups(resumed));

        static string Groups(Command result) => JsonDocument.Parse(result.Output).RootElement.GetProperty("groups").GetRawText();
    }

    private static Command Good(string[] args)
    {
        var result = Command.Run(args);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        return result;
    }

    private string At(string name) => _directory.PathTo(name);

    private string[] Files() => [.. Enumerable.Range(0, Models).Select(k =>
    {
        var random = new Random(k);
        var path = At($"{k}.npy");
        new NpyMatrix([.. Enumerable.Range(0, Points * 4).Select(_ => random.NextDouble())], Points, 4).Write(path);
        return path;
    })];
}
