namespace GwSmm.OptimalTransport;

/// <summary>
/// A coupling of two spaces, a local minimum of the Gromov-Wasserstein objective, and how it was found; some solvers give results with
/// more. Thread-safe.
/// </summary>
public class GromovWassersteinResult
{
    private readonly Lazy<double[]> _plan;
    private readonly double? _structureValue;
    private double _lowerBound;

    /// <summary>Records a solve.</summary>
    /// <param name="problem">The problem; only what describes it is kept.</param>
    /// <param name="solver">The name of the solver.</param>
    /// <param name="value">The objective of the plan, at least 0 for losses and feature costs that are.</param>
    /// <param name="plan">Writes out the plan [n, m] of the whole problem when it is first asked for.</param>
    /// <param name="costTrace">The objective at the start and after each iteration.</param>
    /// <param name="stop">Why the solver stopped.</param>
    internal GromovWassersteinResult(
        GromovWassersteinProblem problem, string solver, double value, Func<double[]> plan, IReadOnlyList<double> costTrace, GromovWassersteinStop stop)
    {
        Solver = solver;
        Value = value;
        _plan = new Lazy<double[]>(plan);
        CostTrace = costTrace;
        Stop = stop;
        Start = problem.Start;
        SourceCosts = problem.Source.Origin;
        TargetCosts = problem.Target.Origin;
    }

    /// <summary>The value sum L(C1_ik, C2_jl) T_ij T_kl of <see cref="Plan"/>, with no root and no half; at least 0. An upper bound
    /// of the global minimum, as the problem is not convex. For a fused problem (1 - alpha) sum M_ij T_ij + alpha sum L T T. Where a solver
    /// minimises something else, it says so, and this is that.</summary>
    public double Value { get; }

    /// <summary>The part of structure, sum L T T of <see cref="Plan"/>; <see cref="Value"/> itself for a problem without features.
    /// <see cref="Value"/> is alpha times this plus (1 - alpha) times <see cref="FeatureValue"/>, unless the solver's objective has other
    /// terms.</summary>
    public double StructureValue
    {
        get => _structureValue ?? Value;
        internal init => _structureValue = value;
    }

    /// <summary>The part of features, sum M_ij T_ij of <see cref="Plan"/>; 0 for a problem without features.</summary>
    public double FeatureValue { get; internal init; }

    /// <summary>The square root of <see cref="Value"/>: the distance in Sturm's sense. Mémoli's is half of it. NaN where negative
    /// feature costs make the value negative.</summary>
    public double Distance => Math.Sqrt(Value);

    /// <summary>A number that no feasible plan's objective is below; at least 0 unless feature costs are negative.</summary>
    public double LowerBound
    {
        get => _lowerBound;
        internal init => _lowerBound = value;
    }

    /// <summary>How far <see cref="Value"/> can be above the global minimum: <see cref="Value"/> - <see cref="LowerBound"/>.</summary>
    public double Gap => Math.Max(0, Value - LowerBound);

    /// <summary>The coupling T [n, m], row-major; its rows sum to the weights of the source and its columns to those of the target,
    /// unless the solver says otherwise.</summary>
    public double[] Plan => _plan.Value;

    /// <summary>The mass that <see cref="Plan"/> transports; 1 unless the solver leaves mass out.</summary>
    public double Mass { get; internal init; } = 1;

    /// <summary>The objective at the start and after each iteration.</summary>
    public IReadOnlyList<double> CostTrace { get; }

    /// <summary>The number of iterations.</summary>
    public int Iterations => CostTrace.Count - 1;

    /// <summary>Why the solver stopped.</summary>
    public GromovWassersteinStop Stop { get; }

    /// <summary>Whether the solver stopped for another reason than the limit of iterations.</summary>
    public bool Converged => Stop != GromovWassersteinStop.IterationLimit;

    /// <summary>The name of the solver.</summary>
    public string Solver { get; }

    /// <summary>The coupling that the solver started from.</summary>
    public InitialCoupling Start { get; }

    /// <summary>Metric and normalisation of the source's costs.</summary>
    public CostOrigin SourceCosts { get; }

    /// <summary>Metric and normalisation of the target's costs.</summary>
    public CostOrigin TargetCosts { get; }

    /// <summary>The same result with a better lower bound.</summary>
    /// <param name="lowerBound">The lower bound.</param>
    /// <returns>The result.</returns>
    internal GromovWassersteinResult WithLowerBound(double lowerBound)
    {
        var copy = (GromovWassersteinResult)MemberwiseClone();
        copy._lowerBound = lowerBound;
        return copy;
    }
}
