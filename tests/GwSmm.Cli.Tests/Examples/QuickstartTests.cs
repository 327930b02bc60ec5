using System.Diagnostics;
using System.Reflection;

namespace GwSmm.Cli.Tests;

public sealed class QuickstartTests : IDisposable
{
    private static readonly string Quickstart = Repository.PathTo("examples", "quickstart.cs");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Readme_shows_quickstart_word_for_word()
    {
        var readme = File.ReadAllText(Repository.PathTo("README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var block = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Equal(File.ReadAllText(Quickstart).ReplaceLineEndings("\n"), block);
    }

    [Fact]
    public async Task Quickstart_compiles_and_scores_new_responses()
    {
        var data = Directory.CreateDirectory(Path.Combine(_directory.Path, "examples", "data")).FullName;
        foreach (var name in new[] { "train.tsv", "test.tsv" })
        {
            File.Copy(Repository.PathTo("examples", "data", name), Path.Combine(data, name));
        }

        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = _directory.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("run");
        foreach (var metadata in typeof(QuickstartTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(pair => !string.IsNullOrEmpty(pair.Value)))
        {
            start.ArgumentList.Add($"-p:{metadata.Key}={metadata.Value}");
        }

        start.ArgumentList.Add(Quickstart);
        using var run = Process.Start(start)!;
        var errors = run.StandardError.ReadToEndAsync();
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.True(run.ExitCode == 0, output + await errors);
        Assert.Contains("One encoder for ", output, StringComparison.Ordinal);
        Assert.Matches(@"Accuracy on new responses: 0\.[5-9]", output);
        Assert.True(File.Exists(_directory.PathTo("merged.zip")));
    }
}
