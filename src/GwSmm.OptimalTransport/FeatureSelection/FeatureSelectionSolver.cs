namespace GwSmm.OptimalTransport;

/// <summary>
/// Learns which features agree while it matches two clouds: block-coordinate descent on <see cref="FeatureSelectionProblem"/>, in turn the
/// coupling (a fused Gromov-Wasserstein problem, by conditional gradient from the coupling before) and the weights (a projection on the
/// simplex, in closed form, with exact zeros). The idea is that of Lee, Yu, Li, Clark, "Fused Gromov-Wasserstein distance with feature selection"
/// (2026); the objective is this library's own, see docs/algorithms/fused.md. Built once and reused; thread-safe; each solve runs on the
/// calling thread.
/// </summary>
public sealed class FeatureSelectionSolver : IGromovWassersteinSolver, ISignatureUser, IWorkMemory
{
    /// <summary>The name of the solver.</summary>
    internal const string SolverName = "feature-selection";

    private const double AnnealingFactor = 3;

    // The feature cost, and the plans of two rounds.
    private const int FeatureMatrices = 3;

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

        if (!(_options.Alpha >= 0 && _options.Alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Alpha, "The weight of structure against features must be in [0, 1), as at 1 no feature counts.");
        }

        if (!(_options.RelativeTolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.RelativeTolerance, "The tolerance must be at least 0.");
        }

        _couplings = new GromovWassersteinSolver(_options.Coupling with { Bounds = LowerBounds.None });
    }

    /// <inheritdoc/>
    public string Name => SolverName;

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    int IWorkMemory.WorkMatrices => PairMemory.SolverMatrices + FeatureMatrices;

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => SignatureMemory.PartsOf(_options.Coupling.Bounds);

    /// <summary>Solves one problem, which has its own weight of structure.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A coupling and weights, a local minimum, and why the solver stopped.</returns>
    /// <exception cref="GwSmmException">All points have the same features, or the costs of a cloud cannot be computed.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public FeatureSelectionResult Solve(FeatureSelectionProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Solve(problem, null, InitialCoupling.Product, cancellationToken);
    }

    /// <summary>Solves one problem by the features of its spaces, with <see cref="FeatureSelectionOptions.Alpha"/>. The structure is that of the spaces.</summary>
    /// <param name="problem">The problem; spaces made of features, as many on either side. Its initial plan, if any, is where the first coupling starts.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The coupling, the weights and their values.</returns>
    /// <exception cref="GwSmmException">The problem has a feature cost of its own; a space has no features, or the spaces have not as many; all points
    /// have the same features.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public FeatureSelectionResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (problem.FeatureCost is not null)
        {
            throw new GwSmmException(
                "The problem has a feature cost, but this solver finds one itself from the features of the spaces. Leave the feature cost out, or use the exact solver (conditional gradient), which takes it as it is.");
        }

        var (source, target) = (FeaturesOf(problem.Source, "source"), FeaturesOf(problem.Target, "target"));
        var selection = new FeatureSelectionProblem(source, target, _options.Alpha, problem.Loss, problem.Source, problem.Target);
        return Solve(selection, problem.InitialPlan, problem.Start, cancellationToken);
    }

    /// <inheritdoc/>
    GromovWassersteinResult IGromovWassersteinSolver.Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken) => Solve(problem, cancellationToken);

    private FeatureSelectionResult Solve(FeatureSelectionProblem problem, double[]? initialPlan, InitialCoupling start, CancellationToken cancellationToken)
    {
        var run = new FeatureSelectionRun(problem, initialPlan, start, _couplings, _options.Standardize);
        for (var step = _options.AnnealingSteps; step > 0; step--)
        {
            run.Descend(_options.Spread * Math.Pow(AnnealingFactor, step), _options, cancellationToken);
        }

        var result = run.Descend(_options.Spread, _options, cancellationToken);
        var bound = run.LowerBound(_options.Spread, _options.Coupling.Bounds, cancellationToken);
        return (FeatureSelectionResult)result.WithLowerBound(Math.Min(result.Value, bound));
    }

    private static FeatureCloud FeaturesOf(MetricMeasureSpace space, string side) => space.Features
        ?? throw new GwSmmException(
            $"The {side} has costs but no features, so none can be selected. Make the spaces of features, or use a solver that compares structure only.");
}
