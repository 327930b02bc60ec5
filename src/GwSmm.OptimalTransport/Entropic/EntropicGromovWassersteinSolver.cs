using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves Gromov-Wasserstein and fused problems with entropy, see <see cref="EntropicMethod"/>. The value is the objective of the plan
/// without entropy, never negative without negative feature costs. It stops as stationary when the plan is its own next step, to the
/// tolerance. The objective without entropy may rise on the way. Built once and reused: buffers are kept, so solving allocates the result
/// only. Thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class EntropicGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly EntropicGromovWassersteinOptions _options;
    private readonly SinkhornSettings _inner;
    private readonly ConcurrentBag<EntropicWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">How to run and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public EntropicGromovWassersteinSolver(EntropicGromovWassersteinOptions? options = null)
    {
        _options = options ?? new EntropicGromovWassersteinOptions();
        _inner = _options.Checked(nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "entropic";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    public bool GivesCouplings => true;

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => SignatureMemory.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A coupling when <see cref="EntropicGromovWassersteinOptions.Round"/> is set, its value, and why the solver stopped.</returns>
    /// <exception cref="GwSmmException">Epsilon is too small for the costs.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new EntropicWorkspace();
        }

        try
        {
            var trace = new List<double>(64);
            var stop = workspace.Run(supported, _options, _inner, trace, cancellationToken);
            var parts = workspace.Finish(_options.Round);
            var value = parts.Total(problem.Alpha);
            var plan = supported.Expand(workspace.Plan);
            return new GromovWassersteinResult(problem, Name, value, () => plan, trace, stop)
            {
                StructureValue = parts.Structure,
                FeatureValue = parts.Feature,
                LowerBound = Math.Min(value, CertifiedBound.Of(problem, _options.Bounds, cancellationToken)),
            };
        }
        finally
        {
            _idle.Add(workspace);
        }
    }
}
