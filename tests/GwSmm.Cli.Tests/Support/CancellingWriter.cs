namespace GwSmm.Cli.Tests;

/// <summary>Cancels as soon as some words are written.</summary>
/// <param name="words">The words.</param>
/// <param name="source">What is cancelled.</param>
internal sealed class CancellingWriter(string words, CancellationTokenSource source) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(words, StringComparison.Ordinal) == true)
        {
            source.Cancel();
        }
    }
}
