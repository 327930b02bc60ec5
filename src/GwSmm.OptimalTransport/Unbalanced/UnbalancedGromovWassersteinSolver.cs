using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Matches what is worth matching: both marginals are free, and differing from the weights has a price (Séjourné, Vialard, Peyré, "The
/// unbalanced Gromov Wasserstein distance: conic formulation and relaxation", 2021). Minimises over T &gt;= 0
/// sum L T T + rho1 KL2(T 1 | p) + rho2 KL2(T' 1 | q) + epsilon KL2(T | p q'), where KL2 is the divergence between the products of two
/// measures with themselves, so that all terms scale alike. Two plans are optimised in turn, each linear in the other, until they agree.
/// <see cref="GromovWassersteinResult.Value"/> is the whole objective, as in Python Optimal Transport, and
/// <see cref="GromovWassersteinResult.StructureValue"/> the first term; <see cref="Evaluate"/> gives all parts. It stops as <see cref="GromovWassersteinStop.Stationary"/> when the plan keeps still. Built once and reused; thread-safe;
/// each solve runs on the calling thread.
/// </summary>
public sealed class UnbalancedGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly UnbalancedGromovWassersteinOptions _options;
    private readonly ConcurrentBag<UnbalancedWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">The prices and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public UnbalancedGromovWassersteinSolver(UnbalancedGromovWassersteinOptions? options = null)
    {
        _options = options ?? new UnbalancedGromovWassersteinOptions();
        OptionRange.Positive(_options.SourcePenalty);
        OptionRange.Positive(_options.TargetPenalty);
        OptionRange.Positive(_options.Epsilon);
        OptionRange.AtLeastOne(_options.MaxIterations);
        OptionRange.AtLeastOne(_options.MaxInnerIterations);
        OptionRange.NotNegative(_options.Tolerance);
        OptionRange.NotNegative(_options.InnerTolerance);
        GromovWassersteinBounds.CheckKinds(_options.Bounds);
    }

    /// <inheritdoc/>
    public string Name => "unbalanced";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => RelaxedBound.PartsOf(_options.Bounds) & SignatureParts.SortedCosts;

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A plan with free marginals; its mass is <see cref="GromovWassersteinResult.Mass"/>.</returns>
    /// <exception cref="GwSmmException">The problem is fused.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        var supported = Check(problem);
        var workspace = Take();
        try
        {
            var trace = new List<double>(16);
            var stop = workspace.Run(supported, _options, trace, cancellationToken, out var plan, out var parts);
            return new GromovWassersteinResult(problem, Name, trace[^1], () => supported.Expand(plan), trace, stop)
            {
                StructureValue = parts.Transport,
                Mass = TensorPrimitives.Sum<double>(plan),
                LowerBound = Math.Min(trace[^1], UnbalancedBound.Of(problem, _options, cancellationToken)),
            };
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    /// <summary>Computes the parts of the objective of a plan.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="plan">The plan [n, m], row-major; finite, at least 0, and 0 for points of weight 0.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentException">The plan has another length, or an entry that is negative or not finite.</exception>
    /// <exception cref="GwSmmException">The problem is fused.</exception>
    public UnbalancedObjective Evaluate(GromovWassersteinProblem problem, ReadOnlySpan<double> plan)
    {
        var supported = Check(problem);
        if (plan.Length != (long)problem.Source.Count * problem.Target.Count)
        {
            throw new ArgumentException($"The plan needs {problem.Source.Count} x {problem.Target.Count} entries, not {plan.Length}.", nameof(plan));
        }

        foreach (var mass in plan)
        {
            if (!(mass >= 0) || !double.IsFinite(mass))
            {
                throw new ArgumentException($"The plan holds {mass}; masses must be finite and at least 0.", nameof(plan));
            }
        }

        var workspace = Take();
        try
        {
            return workspace.Evaluate(supported, _options, supported.Restrict(plan.ToArray()));
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    private static SupportedProblem Check(GromovWassersteinProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.FeatureCost is null
            ? new SupportedProblem(problem)
            : throw new GwSmmException(
                $"The problem has a feature cost, which unbalanced plans do not support. Use a partial solver, which leaves mass out too, or leave the feature cost out.");
    }

    private UnbalancedWorkspace Take() => _idle.TryTake(out var workspace) ? workspace : new UnbalancedWorkspace();
}
