namespace GwSmm.OptimalTransport;

/// <summary>
/// Learns which features agree while it matches two clouds: block-coordinate descent on <see cref="FeatureSelectionProblem"/>, in turn the
/// coupling (a fused Gromov-Wasserstein problem, by conditional gradient from the coupling before) and the weights (a projection on the
/// simplex, in closed form, with exact zeros). The idea is that of Lee, Yu, Li, Clark, "Fused Gromov-Wasserstein distance with feature selection"
/// (2026); the objective is this library's own, see docs/algorithms/fused.md. Thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class FeatureSelectionSolver
{
    private const double AnnealingFactor = 3;

    private readonly FeatureSelectionOptions _options;
    private readonly GromovWassersteinSolver _couplings;

    /// <summary>Creates a solver.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FeatureSelectionSolver(FeatureSelectionOptions? options = null)
    {
        _options = options ?? new FeatureSelectionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxIterations, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.AnnealingSteps, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.AnnealingSteps, 100, nameof(options));
        if (!(_options.Spread > 0) || !double.IsFinite(_options.Spread))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Spread, "The spread must be above 0 and finite.");
        }

        if (!(_options.RelativeTolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.RelativeTolerance, "The tolerance must be at least 0.");
        }

        _couplings = new GromovWassersteinSolver(_options.Coupling);
    }

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A coupling and weights, a local minimum, and why the solver stopped.</returns>
    /// <exception cref="GwSmmException">All points have the same features, or the costs of a cloud cannot be computed.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public FeatureSelectionResult Solve(FeatureSelectionProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var run = new FeatureSelectionRun(problem, _couplings, _options.Standardize);
        for (var step = _options.AnnealingSteps; step > 0; step--)
        {
            run.Descend(_options.Spread * Math.Pow(AnnealingFactor, step), _options, cancellationToken);
        }

        return run.Descend(_options.Spread, _options, cancellationToken);
    }
}
