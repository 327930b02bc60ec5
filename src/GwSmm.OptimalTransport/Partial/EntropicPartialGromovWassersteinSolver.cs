using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Matches only a part of the mass with a smooth plan: each iteration minimises the gradient at the last plan plus epsilon sum T log T
/// over the plans of that mass (Peyré, Cuturi, Solomon, 2016; Chapel, Alaya, Gasso, 2020). Scaling runs in logarithms, so that a small
/// epsilon gives no NaN. The value is that of the plan, entropy not included. It stops as <see cref="GromovWassersteinStop.Stationary"/>
/// when the plan keeps still. Fused problems are solved too. Built once and reused; thread-safe; each solve runs on the calling thread.
/// </summary>
public sealed class EntropicPartialGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly EntropicPartialGromovWassersteinOptions _options;
    private readonly ConcurrentBag<EntropicPartialWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">The mass, epsilon and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public EntropicPartialGromovWassersteinSolver(EntropicPartialGromovWassersteinOptions? options = null)
    {
        _options = options ?? new EntropicPartialGromovWassersteinOptions();
        PartialGromovWassersteinOptions.CheckMass(_options.Mass);
        OptionRange.Positive(_options.Epsilon);
        OptionRange.AtLeastOne(_options.MaxIterations);
        OptionRange.AtLeastOne(_options.MaxInnerIterations);
        OptionRange.NotNegative(_options.Tolerance);
        OptionRange.NotNegative(_options.InnerTolerance);
        GromovWassersteinBounds.CheckKinds(_options.Bounds);
    }

    /// <inheritdoc/>
    public string Name => "entropic-partial";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts =>
        _options.Mass < 1 ? RelaxedBound.PartsOf(_options.Bounds) : SignatureMemory.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem; its initial plan, if any, is scaled to the mass.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A plan whose mass is <see cref="GromovWassersteinResult.Mass"/> and whose rows and columns sum to at most the weights.</returns>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        if (!_idle.TryTake(out var workspace))
        {
            workspace = new EntropicPartialWorkspace();
        }

        try
        {
            var trace = new List<double>(16);
            var stop = workspace.Run(supported, _options, trace, cancellationToken, out var plan);
            return new GromovWassersteinResult(problem, Name, trace[^1], () => supported.Expand(plan), trace, stop)
            {
                StructureValue = workspace.StructureValue,
                FeatureValue = workspace.FeatureValue,
                Mass = TensorPrimitives.Sum<double>(plan),
                LowerBound = Math.Min(trace[^1], RelaxedBound.OfMass(problem, supported, _options.Mass, _options.Bounds, cancellationToken)),
            };
        }
        finally
        {
            _idle.Add(workspace);
        }
    }
}
