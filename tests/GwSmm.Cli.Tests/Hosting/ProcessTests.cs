using System.Diagnostics;

namespace GwSmm.Cli.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Exit_code_and_streams_of_the_real_process()
    {
        using var good = Start("plan", "--distances", _directory.Write("d.csv", "0,1\n1,0\n"), "--max-group", "2");
        Assert.Equal("""{"groups":[["1","2"]]}""", good.StandardOutput.ReadToEnd().Trim());
        good.WaitForExit();
        Assert.Equal(ExitCode.Success, good.ExitCode);

        using var bad = Start("plan", "--distances", _directory.PathTo("no.csv"), "--max-group", "2");
        Assert.Contains("no.csv", bad.StandardError.ReadToEnd(), StringComparison.Ordinal);
        bad.WaitForExit();
        Assert.Equal(ExitCode.BadInput, bad.ExitCode);
    }

    [Fact]
    public void Merge_in_a_process_of_its_own_writes_a_directory_and_a_second_one_refuses_to_replace_it()
    {
        using var models = new ScorerDirectories();
        string[] args = ["merge", "--models", models.Add("Q1"), models.Add("Q2"), "--base", models.Base, "--method", "ties", "--out", models.PathTo("out"), "--json"];
        using var good = Start(args);
        Assert.Contains("\"method\":\"ties\"", good.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        good.WaitForExit();
        Assert.Equal(ExitCode.Success, good.ExitCode);
        Assert.Equal(["Q1", "Q2"], Merging.MergedDirectory.Load(models.PathTo("out")).Items);

        using var bad = Start(args);
        Assert.Contains("exists already", bad.StandardError.ReadToEnd(), StringComparison.Ordinal);
        bad.WaitForExit();
        Assert.Equal(ExitCode.BadInput, bad.ExitCode);
    }

    [Fact]
    public void Termination_signal_ends_a_run_without_leaving_files()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var run = Start(SmallData.With(SmallData.Run(_directory, "out"), "--epochs", "100000"));
        Assert.Contains("Reading", run.StandardError.ReadLine(), StringComparison.Ordinal);

        // Not SIGINT: a shell makes its background jobs ignore that one, and children inherit it.
        using (var kill = Process.Start("kill", ["-TERM", $"{run.Id}"]))
        {
            kill.WaitForExit();
        }

        if (!run.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            run.Kill();
            Assert.Fail("The run went on after the signal.");
        }

        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Equal("test.tsv train.tsv", string.Join(' ', _directory.Names()));
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }
}
