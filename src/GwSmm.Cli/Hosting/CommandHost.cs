using System.CommandLine;

namespace GwSmm.Cli;

/// <summary>Parses the command line, runs one command and turns every outcome into an exit code.</summary>
internal static class CommandHost
{
    public static int Run(IReadOnlyList<string> args, CommandContext context)
    {
        try
        {
            var parsed = Root(context).Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors)
                {
                    context.Error.WriteLine($"gwsmm: {error.Message}");
                }

                context.Error.WriteLine("Use 'gwsmm --help' or 'gwsmm COMMAND --help'.");
                return ExitCode.BadInput;
            }

            context.Cancellation.ThrowIfCancellationRequested();
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("gwsmm: cancelled; nothing was written.");
            return ExitCode.Cancelled;
        }
        catch (GwSmmException error)
        {
            context.Error.WriteLine($"gwsmm: {error.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine($"gwsmm: {error.Message}");
            return ExitCode.BadInput;
        }
#pragma warning disable CA1031 // The last resort of a command: say what happened, in full, for a bug report.
        catch (Exception error)
#pragma warning restore CA1031
        {
            context.Error.WriteLine("gwsmm: internal error; please report it with the following text.");
            context.Error.WriteLine(error);
            return ExitCode.InternalError;
        }
    }

    private static RootCommand Root(CommandContext context) => new("Trains text scorers, compares them by Gromov-Wasserstein distance, merges the similar ones and scores responses.")
    {
        DistancesCommand.Create(context),
        PlanCommand.Create(context),
        RunCommand.Create(context),
        MergeCommand.Create(context),
        ExperimentCommand.Create(context),
        PretrainCommand.Create(context),
        VocabularyCommand.Create(context),
        PredictCommand.Create(context),
        EvaluateCommand.Create(context),
        InspectCommand.Create(context),
        DemoCommand.Create(context),
    };
}
