using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Matches only a part of the mass: min sum L(C1_ik, C2_jl) T_ij T_kl over T &gt;= 0 with T 1 &lt;= p, T' 1 &lt;= q and sum T = m. Conditional
/// gradient with exact partial transport and closed-form line search: Chapel, Alaya, Gasso, "Partial optimal transport with applications
/// on positive-unlabeled learning" (2020). The value is that of the mass that is matched, without a half, as in Python Optimal Transport
/// from 0.9.5 on. Fused problems are solved too. Built once and reused; thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class PartialGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser, IWorkMemory
{
    // Potentials and masses of all costs, and what points cost each other.
    private const int BoundMatrices = 4;

    private readonly PartialGromovWassersteinOptions _options;
    private readonly ConcurrentBag<PartialWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">The mass and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PartialGromovWassersteinSolver(PartialGromovWassersteinOptions? options = null)
    {
        _options = options ?? new PartialGromovWassersteinOptions();
        PartialGromovWassersteinOptions.CheckMass(_options.Mass);
        OptionRange.AtLeastOne(_options.MaxIterations);
        OptionRange.NotNegative(_options.RelativeTolerance);
        OptionRange.NotNegative(_options.AbsoluteTolerance);
        GromovWassersteinBounds.CheckKinds(_options.Bounds);
    }

    /// <inheritdoc/>
    public string Name => "partial";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    int IWorkMemory.WorkMatrices => PairMemory.SolverMatrices + (_options.Bounds == LowerBounds.None ? 0 : BoundMatrices);

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts =>
        _options.Mass < 1 ? RelaxedBound.PartsOf(_options.Bounds) : SignatureMemory.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem; its initial plan, if any, is scaled to the mass.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A plan whose mass is <see cref="GromovWassersteinResult.Mass"/> and whose rows and columns sum to at most the weights; it is
    /// no worse than the start.</returns>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        return WithBound(problem, supported, _options.Mass, Solve(problem, supported, _options.Mass, [], cancellationToken, out _), cancellationToken);
    }

    /// <summary>Gives a result its lower bound.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="supported">The problem without points of weight 0.</param>
    /// <param name="mass">The mass to be matched.</param>
    /// <param name="result">A result of that mass.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The result with the bound for plans of that mass.</returns>
    internal GromovWassersteinResult WithBound(
        GromovWassersteinProblem problem, SupportedProblem supported, double mass, GromovWassersteinResult result, CancellationToken cancellationToken) =>
        result.WithLowerBound(Math.Min(result.Value, RelaxedBound.OfMass(problem, supported, mass, _options.Bounds, cancellationToken)));

    /// <summary>Solves for another mass and from a given plan, without a lower bound.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="supported">The problem without points of weight 0.</param>
    /// <param name="mass">The mass to be matched.</param>
    /// <param name="start">A plan of that mass of the supported problem; empty for the usual start.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <param name="plan">Receives the plan of the supported problem.</param>
    /// <returns>The result.</returns>
    internal GromovWassersteinResult Solve(
        GromovWassersteinProblem problem,
        SupportedProblem supported,
        double mass,
        ReadOnlySpan<double> start,
        CancellationToken cancellationToken,
        out double[] plan)
    {
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new PartialWorkspace();
        }

        try
        {
            var trace = new List<double>(16);
            var stop = workspace.Run(supported, mass, start, _options, trace, cancellationToken);
            var (structure, features) = workspace.Evaluate();
            var value = workspace.Total(structure, features);
            var found = workspace.CopyPlan();
            plan = found;
            return new GromovWassersteinResult(problem, Name, value, () => supported.Expand(found), trace, stop)
            {
                StructureValue = structure,
                FeatureValue = features,
                Mass = TensorPrimitives.Sum<double>(found),
            };
        }
        finally
        {
            _idle.Add(workspace);
        }
    }
}
