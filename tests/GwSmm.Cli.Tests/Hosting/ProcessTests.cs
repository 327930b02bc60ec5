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
    public void Interrupt_ends_a_run_without_leaving_files()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var run = Start(SmallData.With(SmallData.Run(_directory, "out"), "--epochs", "100000"));
        Assert.Contains("Reading", run.StandardError.ReadLine(), StringComparison.Ordinal);
        using (var kill = Process.Start("kill", ["-INT", $"{run.Id}"]))
        {
            kill.WaitForExit();
        }

        run.WaitForExit();
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
