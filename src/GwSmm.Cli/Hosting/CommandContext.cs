namespace GwSmm.Cli;

/// <summary>What a command may talk to.</summary>
/// <param name="Output">Results: text or JSON for scripts.</param>
/// <param name="Error">Progress, tables and errors for people.</param>
/// <param name="Cancellation">Cancels the work.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error, CancellationToken Cancellation);
