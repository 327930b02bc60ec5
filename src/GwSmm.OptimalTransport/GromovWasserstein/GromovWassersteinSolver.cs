using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves Gromov-Wasserstein problems, fused or not, by conditional gradient with exact linear transport and closed-form line search: Vayer,
/// Chapel, Flamary, Tavenard, Courty, "Optimal transport for structured data with application on graphs" (2019), algorithms 1 and
/// 2. Starts, steps and stopping rules are those of Python Optimal Transport. Built once and reused: buffers are kept, so
/// solving allocates the result only. Thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class GromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly GromovWassersteinOptions _options;
    private readonly ConcurrentBag<GromovWassersteinWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">How to step and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public GromovWassersteinSolver(GromovWassersteinOptions? options = null)
    {
        _options = GromovWassersteinOptions.Check(options);
    }

    /// <inheritdoc/>
    public string Name => "conditional-gradient";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    public bool GivesCouplings => true;

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => SignatureMemory.PartsOf(_options.Bounds);

    /// <summary>Solves one problem; with alpha 0 exactly, as one linear problem.</summary>
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
            var result = workspace.Solve(problem, supported, Name, _options, cancellationToken);
            return result.WithLowerBound(Math.Min(result.Value, CertifiedBound.Of(problem, _options.Bounds, cancellationToken)));
        }
        finally
        {
            _idle.Add(workspace);
        }
    }
}
