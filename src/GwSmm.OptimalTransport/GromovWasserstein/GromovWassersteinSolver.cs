using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves Gromov-Wasserstein problems by conditional gradient with exact linear transport and closed-form line search: Vayer,
/// Chapel, Flamary, Tavenard, Courty, "Optimal transport for structured data with application on graphs" (2019), algorithms 1 and
/// 2. Starts, steps and stopping rules are those of Python Optimal Transport. Built once and reused: buffers are kept, so
/// solving allocates the result only. Thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class GromovWassersteinSolver : IGromovWassersteinSolver
{
    private readonly GromovWassersteinOptions _options;
    private readonly ConcurrentBag<GromovWassersteinWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public GromovWassersteinSolver(GromovWassersteinOptions? options = null)
    {
        _options = options ?? new GromovWassersteinOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxIterations, 1, nameof(options));
        if (!(_options.RelativeTolerance >= 0) || !(_options.AbsoluteTolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options, "Tolerances must be at least 0.");
        }
    }

    /// <inheritdoc/>
    public string Name => "conditional-gradient";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A feasible coupling that is no worse than the start, its value, and why the solver stopped.</returns>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new GromovWassersteinWorkspace();
        }

        try
        {
            var trace = new List<double>(16);
            var stop = workspace.Run(supported.Source, supported.Target, supported.Loss, supported.InitialPlan, _options, trace, cancellationToken);
            var value = workspace.Evaluate(trace[^1]);
            return new GromovWassersteinResult(problem, Name, value, workspace.PlanFor(supported), trace, stop);
        }
        finally
        {
            _idle.Add(workspace);
        }
    }
}
