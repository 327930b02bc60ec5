using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Solves a problem with another solver from several starts and returns the best result, the first among equals. The problem is
/// not convex: one start may end in a minimum far above that of another. The inner solver must start from couplings of both weights, and its
/// values must be comparable: a <see cref="RobustAlignment"/> needs a given fraction.
/// Thread-safe.
/// </summary>
public sealed class MultiStartSolver : IGromovWassersteinSolver, ISignatureUser, IWorkMemory
{
    // A start, and the plan of the best result.
    private const int StartMatrices = 2;

    private readonly IGromovWassersteinSolver _inner;
    private readonly MultiStartOptions _options;

    /// <summary>Creates a solver.</summary>
    /// <param name="inner">What solves from each start.</param>
    /// <param name="options">The starts; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no start, or a start is not one that can be listed.</exception>
    public MultiStartSolver(IGromovWassersteinSolver inner, MultiStartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _options = options ?? new MultiStartOptions();
        ArgumentNullException.ThrowIfNull(_options.Starts, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.RandomStarts, nameof(options));
        if (_options.Starts.Count + _options.RandomStarts == 0)
        {
            throw new ArgumentException("At least one start is needed.", nameof(options));
        }

        foreach (var start in _options.Starts)
        {
            if (!Enum.IsDefined(start) || start == InitialCoupling.Random)
            {
                throw new ArgumentException($"{start} cannot be listed as a start; {nameof(MultiStartOptions.RandomStarts)} says how many are random.", nameof(options));
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "multi-start";

    /// <inheritdoc/>
    public string Description => $"{SolverDescription.Of(Name, _options)} of {_inner.Description}";

    /// <inheritdoc/>
    public bool GivesCouplings => _inner.GivesCouplings;

    /// <inheritdoc/>
    int IWorkMemory.WorkMatrices => IWorkMemory.Of(_inner) + StartMatrices;

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts =>
        SignatureMemory.PartsOf(_inner) | (_options.Starts.Contains(InitialCoupling.ThirdLowerBound) ? SignatureMemory.PartsOf(LowerBounds.CentredThird) : SignatureParts.None);

    /// <summary>Solves one problem from each start; <see cref="GromovWassersteinResult.Start"/> of the result says from which.</summary>
    /// <param name="problem">The problem; its own start is used only if <see cref="InitialCoupling.Given"/> is among the starts.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The result with the smallest value.</returns>
    /// <exception cref="GwSmmException">The problem has no such start, or is not one for the inner solver.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        GromovWassersteinResult? best = null;
        var bound = double.NegativeInfinity;
        for (var k = 0; k < _options.Starts.Count + _options.RandomStarts; k++)
        {
            var started = k < _options.Starts.Count
                ? From(problem, supported, _options.Starts[k], ref bound, cancellationToken)
                : FromRandom(problem, supported, k - _options.Starts.Count);
            var result = _inner.Solve(started, cancellationToken);
            bound = Math.Max(bound, result.LowerBound);
            best = best is null || result.Value < best.Value ? result : best;
        }

        // Values of other plans, or of another objective, can be below the bounds of couplings: their bounds are their own.
        return GivesCouplings ? best!.WithLowerBound(Math.Min(bound, best.Value)) : best!;
    }

    private static GromovWassersteinProblem From(
        GromovWassersteinProblem problem, SupportedProblem supported, InitialCoupling start, ref double bound, CancellationToken cancellationToken)
    {
        switch (start)
        {
            case InitialCoupling.Product:
                return problem.StartingFrom(null, start);
            case InitialCoupling.Identity:
                return problem.StartingFrom(StartingCoupling.Identity(problem), start);
            case InitialCoupling.ThirdLowerBound:
                var (a, b) = (problem.Source.Signature, problem.Target.Signature);
                var feature = supported.FeatureCost ?? [];
                var third = RowTransport.Solve(a, b, a.IsSymmetric && b.IsSymmetric, problem.Alpha, feature, cancellationToken);
                bound = ReferenceEquals(problem.Loss, QuadraticLoss.Square) ? Math.Max(bound, third.Value) : bound;
                return problem.StartingFrom(supported.Expand(third.Plan), start);
            default:
                return problem.InitialPlan is not null
                    ? problem
                    : throw new GwSmmException("The solver is to start from the given coupling, but the problem has none. Give an initial plan or use another start.");
        }
    }

    // Every start has its own sequence, so that asking for more of them keeps the first ones.
    private GromovWassersteinProblem FromRandom(GromovWassersteinProblem problem, SupportedProblem supported, int number)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(_options.Seed, $"random start {number}"));
        return problem.StartingFrom(supported.Expand(StartingCoupling.RandomVertex(supported, random)), InitialCoupling.Random);
    }
}
