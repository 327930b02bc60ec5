namespace GwSmm.Cli.Tests;

/// <summary>Runs <c>gwsmm</c> within the test process.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its error stream.</param>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    public static Command Run(params string[] args) => Run(CancellationToken.None, args);

    public static Command Run(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Program.Run(args, output, error, cancellation);
        return new Command(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs it and demands a bad-input error that holds every one of the words.</summary>
    public static void Refuses(string[] args, params string[] words)
    {
        var result = Run(args);
        Assert.True(result.ExitCode == Cli.ExitCode.BadInput, $"exit code {result.ExitCode}: {result.Error}");
        Assert.Equal(string.Empty, result.Output);
        foreach (var word in words)
        {
            Assert.Contains(word, result.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
