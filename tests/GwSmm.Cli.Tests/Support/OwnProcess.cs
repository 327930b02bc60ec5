using System.Diagnostics;

namespace GwSmm.Cli.Tests;

/// <summary>Runs <c>gwsmm</c> in a process of its own, which can be killed.</summary>
internal static class OwnProcess
{
    /// <summary>Starts it.</summary>
    public static Process Start(string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    /// <summary>Starts it and kills it, as <c>kill -9</c> does, as soon as a condition holds.</summary>
    public static void StartAndKill(string[] args, Func<bool> condition)
    {
        using var process = Start(args);
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(process.HasExited, "The run ended before it could be killed.");
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "The run wrote nothing.");
            Thread.Sleep(1);
        }

        process.Kill();
        process.WaitForExit();
        Assert.NotEqual(ExitCode.Success, process.ExitCode);
    }
}
