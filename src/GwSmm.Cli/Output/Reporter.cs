using System.Diagnostics;
using Spectre.Console;

namespace GwSmm.Cli;

/// <summary>Talks to a person: phases with progress, warnings and tables on the error stream.</summary>
internal sealed class Reporter
{
    private readonly TextWriter _error;
    private readonly IAnsiConsole _console;
    private readonly bool _interactive;
    private readonly List<KeyValuePair<string, double>> _seconds = [];

    /// <summary>Reports to a stream.</summary>
    /// <param name="error">The error stream; colours and bars are used if it is a terminal.</param>
    public Reporter(TextWriter error)
    {
        _error = error;
        _interactive = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(error),
            Ansi = _interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = _interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = _interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!_interactive)
        {
            _console.Profile.Width = 140;
        }
    }

    /// <summary>Seconds of each finished phase, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Seconds => _seconds;

    /// <summary>Writes a line.</summary>
    public void Line(string text) => _error.WriteLine(text);

    /// <summary>Writes a warning.</summary>
    public void Warning(string text) => _error.WriteLine($"warning: {text}");

    /// <summary>Writes a table.</summary>
    public void Table(Table table) => _console.Write(table);

    /// <summary>Does one phase of the work and keeps its time.</summary>
    /// <param name="name">Its name in <see cref="Seconds"/>.</param>
    /// <param name="title">What a person reads.</param>
    /// <param name="work">The work.</param>
    /// <returns>What the work returns.</returns>
    public T Phase<T>(string name, string title, Func<PhaseProgress, T> work)
    {
        var clock = Stopwatch.StartNew();
        T result = default!;
        if (_interactive)
        {
            _console.Progress().AutoClear(true).Start(context => result = work(new PhaseProgress(context.AddTask(Markup.Escape(title), maxValue: 1))));
        }
        else
        {
            result = work(new PhaseProgress(_error));
        }

        _seconds.Add(new(name, Math.Round(clock.Elapsed.TotalSeconds, 3)));
        Line($"{title}: {clock.Elapsed.TotalSeconds:0.0} s");
        return result;
    }
}
