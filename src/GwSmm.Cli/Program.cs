namespace GwSmm.Cli;

/// <summary>The <c>gwsmm</c> command.</summary>
public static class Program
{
    /// <summary>Runs the command; Ctrl-C and SIGTERM cancel it.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Main(string[] args)
    {
        using var interrupt = new InterruptSource();
        return Run(args, Console.Out, Console.Error, interrupt.Token);
    }

    /// <summary>Runs the command within this process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress, tables and errors.</param>
    /// <param name="cancellationToken">Cancels the work; nothing half-written stays behind.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        return CommandHost.Run(args, new CommandContext(output, error, cancellationToken));
    }
}
