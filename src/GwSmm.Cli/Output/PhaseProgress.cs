using System.Diagnostics;
using Spectre.Console;

namespace GwSmm.Cli;

/// <summary>How far a phase is: a bar on a terminal, now and then a line elsewhere.</summary>
internal sealed class PhaseProgress
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private readonly TextWriter? _lines;
    private readonly ProgressTask? _task;
    private readonly Lock _gate = new();
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    /// <summary>Reports by lines.</summary>
    /// <param name="lines">Receives them.</param>
    public PhaseProgress(TextWriter lines) => _lines = lines;

    /// <summary>Reports by a bar.</summary>
    /// <param name="task">The bar, from 0 to 1.</param>
    public PhaseProgress(ProgressTask task) => _task = task;

    /// <summary>Says how far the phase is; callable from any thread.</summary>
    /// <param name="fraction">The share of the work done, 0 to 1.</param>
    /// <param name="text">What was just done.</param>
    public void Update(double fraction, string text)
    {
        lock (_gate)
        {
            if (_task is not null)
            {
                _task.Value = fraction;
                _task.Description = Markup.Escape(text);
            }
            else if (_sinceLine.Elapsed >= LineInterval)
            {
                _lines!.WriteLine($"  {fraction * 100,3:0} %  {text}");
                _sinceLine.Restart();
            }
        }
    }
}
