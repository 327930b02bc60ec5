namespace GwSmm.OptimalTransport;

/// <summary>
/// Restricts couplings to a nonnegative rank r, T = Q diag(1 / g) R', after Scetbon, Peyré, Cuturi, "Linear-time Gromov Wasserstein distances
/// using low rank couplings and costs" (2022). An iteration takes O((n + m) r (d + r)) for squared Euclidean costs made from features
/// under the square loss, O(n^2 r + m^2 r) for other costs. The start comes from the spaces, gamma is chosen by backtracking so that the
/// objective never rises, and every iterate is feasible. The value is an upper bound of the unrestricted one. The initial plan of a
/// problem is not used. Built once and reused; thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class LowRankGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly LowRankGromovWassersteinOptions _options;

    /// <summary>Creates a solver.</summary>
    /// <param name="options">The rank, the starts and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public LowRankGromovWassersteinSolver(LowRankGromovWassersteinOptions? options = null)
    {
        _options = options ?? new LowRankGromovWassersteinOptions();
        OptionRange.AtLeastOne(_options.Rank);
        OptionRange.AtLeastOne(_options.Starts);
        OptionRange.AtLeastOne(_options.MaxIterations);
        OptionRange.AtLeastOne(_options.MaxInnerIterations);
        OptionRange.Positive(_options.Step);
        OptionRange.Positive(_options.SmallestComponent);
        OptionRange.NotNegative(_options.RelativeTolerance);
        OptionRange.NotNegative(_options.InnerTolerance);
        GromovWassersteinBounds.CheckKinds(_options.Bounds);
        if (_options.SmallestComponent * _options.Rank > 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), _options.SmallestComponent, $"The smallest component may be at most 1 / rank, {1.0 / _options.Rank}.");
        }
    }

    /// <inheritdoc/>
    public string Name => "low-rank";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    public bool GivesCouplings => true;

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => SignatureMemory.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The best coupling of all starts, its value, and why that start stopped.</returns>
    /// <exception cref="GwSmmException">The problem is fused or has an initial plan, a cost is not symmetric, or the rank exceeds a number of points.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = Check(problem);
        var descent = new LowRankDescent(supported.Source, supported.Target, supported.Loss, _options);
        LowRankCoupling best = null!;
        List<double> bestTrace = null!;
        var bestStop = GromovWassersteinStop.IterationLimit;
        for (var start = 0; start < _options.Starts; start++)
        {
            var trace = new List<double>(64);
            var coupling = descent.Run(start, trace, cancellationToken, out var stop);
            if (start == 0 || trace[^1] < bestTrace[^1])
            {
                (best, bestTrace, bestStop) = (coupling, trace, stop);
            }
        }

        var value = bestTrace[^1];
        return new GromovWassersteinResult(problem, Name, value, () => supported.Expand(best.ToDense()), bestTrace, bestStop)
        {
            LowerBound = Math.Min(value, CertifiedBound.Of(problem, _options.Bounds, cancellationToken)),
        };
    }

    private SupportedProblem Check(GromovWassersteinProblem problem)
    {
        problem.RequireNoInitialPlan("low-rank descent, which has starts of its own");
        if (problem.FeatureCost is not null)
        {
            throw new GwSmmException(
                $"The problem has a feature cost, which low-rank plans do not support. Use the exact solver (conditional gradient), or leave the feature cost out.");
        }

        if (!problem.Source.IsSymmetric || !problem.Target.IsSymmetric)
        {
            throw new GwSmmException(
                $"The {(problem.Source.IsSymmetric ? "target" : "source")} costs are not symmetric, which low-rank plans do not support. Use the exact solver (conditional gradient).");
        }

        var supported = new SupportedProblem(problem);
        var fewest = Math.Min(supported.Source.Count, supported.Target.Count);
        return _options.Rank <= fewest
            ? supported
            : throw new GwSmmException(
                $"The rank is {_options.Rank}, but the smaller space has {fewest} points with weight; the rank must be at most that. Lower the rank.");
    }
}
