namespace GwSmm.Cli;

/// <summary>The exit codes of <c>gwsmm</c>.</summary>
public static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Success = 0;

    /// <summary>An error of the program itself.</summary>
    public const int InternalError = 1;

    /// <summary>A wrong command line, or input that its owner can put right.</summary>
    public const int BadInput = 2;

    /// <summary>Cancelled by Ctrl-C or a termination signal.</summary>
    public const int Cancelled = 130;
}
