namespace GwSmm.Cli.Tests;

public class QuickstartTests
{
    [Fact]
    public void Readme_shows_quickstart_word_for_word()
    {
        var readme = File.ReadAllText(Repository.PathTo("README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
        var block = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Equal(File.ReadAllText(Repository.PathTo("examples", "quickstart.cs")).ReplaceLineEndings("\n"), block);
    }
}
