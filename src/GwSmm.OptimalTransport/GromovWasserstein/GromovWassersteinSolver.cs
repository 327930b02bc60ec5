using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves Gromov-Wasserstein problems by conditional gradient with exact linear transport and closed-form line search: Vayer,
/// Chapel, Flamary, Tavenard, Courty, "Optimal transport for structured data with application on graphs" (2019), algorithms 1 and
/// 2. Starts, steps and stopping rules are those of Python Optimal Transport. Built once and reused: buffers are kept, so
/// solving allocates the result only. Thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class GromovWassersteinSolver
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

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A feasible coupling that is no worse than the start, its value, and why the solver stopped.</returns>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default) =>
        Solve(problem, withPlan: true, cancellationToken);

    /// <summary>Solves one problem and leaves <see cref="GromovWassersteinResult.Plan"/> empty.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The result without a plan.</returns>
    internal GromovWassersteinResult SolveWithoutPlan(GromovWassersteinProblem problem, CancellationToken cancellationToken) =>
        Solve(problem, withPlan: false, cancellationToken);

    private GromovWassersteinResult Solve(GromovWassersteinProblem problem, bool withPlan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var source = problem.Source.Support(out var rows);
        var target = problem.Target.Support(out var columns);
        var initial = problem.InitialPlan is null ? [] : Restrict(problem.InitialPlan, rows, columns, problem.Source.Count, problem.Target.Count);
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new GromovWassersteinWorkspace();
        }

        try
        {
            var trace = new List<double>(16);
            var stop = workspace.Run(source, target, problem.Loss, initial, _options, trace, cancellationToken);
            var value = workspace.Evaluate(trace[^1]);
            var plan = withPlan ? Expand(workspace, source.Count, target.Count, rows, columns, problem) : [];
            return new GromovWassersteinResult(value, plan, trace, stop);
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    private static double[] Restrict(double[] plan, int[]? rows, int[]? columns, int n, int m)
    {
        if (rows is null && columns is null)
        {
            return plan;
        }

        rows ??= [.. Enumerable.Range(0, n)];
        columns ??= [.. Enumerable.Range(0, m)];
        return [.. rows.SelectMany(i => columns.Select(j => plan[(i * m) + j]))];
    }

    private static double[] Expand(GromovWassersteinWorkspace workspace, int n, int m, int[]? rows, int[]? columns, GromovWassersteinProblem problem)
    {
        workspace.Materialize();
        var targets = problem.Target.Count;
        var plan = new double[problem.Source.Count * targets];
        if (rows is null && columns is null)
        {
            workspace.Plan.AsSpan(0, n * m).CopyTo(plan);
            return plan;
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                plan[((rows?[i] ?? i) * targets) + (columns?[j] ?? j)] = workspace.Plan[(i * m) + j];
            }
        }

        return plan;
    }
}
