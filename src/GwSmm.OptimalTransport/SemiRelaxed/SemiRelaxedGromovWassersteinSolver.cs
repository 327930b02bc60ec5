using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves semi-relaxed problems, fused or not: only the row sums of the plan are given, so the source is matched to whatever part of the
/// target fits it. The weights of the target are ignored; those of the result are the column sums of its plan. Conditional
/// gradient, each row of a vertex by itself: Vincent-Cuaz, Flamary, Corneli, Vayer, Courty, "Semi-relaxed Gromov-Wasserstein divergence and
/// applications on graphs" (2022), algorithm 1. Not symmetric in the two spaces. Built once and reused; thread-safe; each
/// solve runs on the calling thread.
/// </summary>
public sealed class SemiRelaxedGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly GromovWassersteinOptions _options;
    private readonly ConcurrentBag<GromovWassersteinWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">How to step and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SemiRelaxedGromovWassersteinSolver(GromovWassersteinOptions? options = null) =>
        _options = GromovWassersteinOptions.Check(options);

    /// <inheritdoc/>
    public string Name => "semi-relaxed";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => RelaxedBound.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem. Without an initial plan the start gives every target the same weight: T_ij = p_i / m.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A plan whose rows sum to the weights of the source, no worse than the start, its value, and why the solver
    /// stopped.</returns>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new GromovWassersteinWorkspace(new RowDirectionFinder(), new FreeColumns());
        }

        try
        {
            var supported = new SupportedProblem(WithEqualTargets(problem));
            var result = workspace.Solve(problem, supported, Name, _options, cancellationToken);
            return result.WithLowerBound(Math.Min(result.Value, RelaxedBound.OfRows(problem, supported, _options.Bounds, cancellationToken)));
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    // Equal weights keep every target in play, and their product with p is the start.
    private static GromovWassersteinProblem WithEqualTargets(GromovWassersteinProblem problem)
    {
        var target = MetricMeasureSpace.FromCost(problem.Target.Cost, problem.Target.Count);
        var relaxed = problem.FeatureCost is null
            ? new GromovWassersteinProblem(problem.Source, target, problem.Loss)
            : new GromovWassersteinProblem(problem.Source, target, problem.FeatureCost, problem.Alpha, problem.Loss);
        return relaxed.StartingFrom(problem.InitialPlan, problem.Start);
    }
}
