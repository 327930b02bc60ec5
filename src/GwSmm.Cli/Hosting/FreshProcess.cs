using System.Diagnostics;
using System.Text.Json;

namespace GwSmm.Cli;

/// <summary>Runs this command in a process of its own.</summary>
internal static class FreshProcess
{
    /// <summary>Evaluates a merged model in a fresh process.</summary>
    /// <param name="model">The zip.</param>
    /// <param name="test">Scored responses with the columns Item, Text and Label.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <returns>The quality of each item.</returns>
    /// <exception cref="GwSmmException">The process failed; the message is its own.</exception>
    public static SortedDictionary<string, QualityReport> Evaluate(string model, string test, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Environment.ProcessPath is { } host && string.Equals(Path.GetFileNameWithoutExtension(host), "dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.FileName = host;
        }

        foreach (var argument in new[] { typeof(FreshProcess).Assembly.Location, "evaluate", "--model", model, "--test", test, "--json" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == ExitCode.Success
            ? JsonSerializer.Deserialize<SortedDictionary<string, QualityReport>>(output, CommonOptions.JsonOutput)!
            : throw new GwSmmException($"The fresh process ended with exit code {process.ExitCode}: {error.Result.Trim()}");
    }
}
