using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves semi-relaxed Gromov-Wasserstein and fused problems by mirror descent in the geometry of the entropy: only the rows of the plan
/// must sum to the source's weights; the target's weights say no more than where the descent starts, and a target point of weight 0
/// stays empty. Vincent-Cuaz, Flamary, Corneli, Vayer, Courty, "Semi-relaxed Gromov-Wasserstein divergence and applications on graphs"
/// (2022). It stops as stationary when the plan is its own next step, to the tolerance. Built once and reused. Thread-safe; each solve runs
/// on the calling thread.
/// </summary>
public sealed class EntropicSemiRelaxedSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly EntropicSemiRelaxedOptions _options;
    private readonly ConcurrentBag<SemiRelaxedWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">How to run and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public EntropicSemiRelaxedSolver(EntropicSemiRelaxedOptions? options = null)
    {
        _options = options ?? new EntropicSemiRelaxedOptions();
        _options.Check(nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "entropic-semi-relaxed";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => RelaxedBound.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A plan whose rows sum to the source's weights, its value, and why the solver stopped.</returns>
    /// <exception cref="GwSmmException">Epsilon is too small for the costs.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new SemiRelaxedWorkspace();
        }

        try
        {
            var trace = new List<double>(256);
            var stop = workspace.Run(supported, _options, trace, cancellationToken);
            var parts = workspace.Evaluate();
            var plan = supported.Expand(workspace.Plan);
            var value = parts.Total(problem.Alpha);
            return new GromovWassersteinResult(problem, Name, value, () => plan, trace, stop)
            {
                LowerBound = Math.Min(value, RelaxedBound.OfRows(problem, supported, _options.Bounds, cancellationToken)),
                StructureValue = parts.Structure,
                FeatureValue = parts.Feature,
            };
        }
        finally
        {
            _idle.Add(workspace);
        }
    }
}
