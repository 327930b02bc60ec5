namespace GwSmm.OptimalTransport;

/// <summary>A coupling of two spaces, a local minimum of the Gromov-Wasserstein objective, and how it was found.</summary>
public sealed class GromovWassersteinResult
{
    internal GromovWassersteinResult(double value, double[] plan, IReadOnlyList<double> costTrace, GromovWassersteinStop stop)
    {
        Value = value;
        Plan = plan;
        CostTrace = costTrace;
        Stop = stop;
    }

    /// <summary>The value sum L(C1_ik, C2_jl) T_ij T_kl of <see cref="Plan"/>, with no root and no half; at least 0. An upper bound
    /// of the global minimum, as the problem is not convex.</summary>
    public double Value { get; }

    /// <summary>The square root of <see cref="Value"/>: the distance in Sturm's sense. Mémoli's is half of it.</summary>
    public double Distance => Math.Sqrt(Value);

    /// <summary>The coupling T [n, m], row-major; its rows sum to the weights of the source and its columns to those of the target.</summary>
    public double[] Plan { get; }

    /// <summary>The objective at the start and after each iteration.</summary>
    public IReadOnlyList<double> CostTrace { get; }

    /// <summary>The number of iterations.</summary>
    public int Iterations => CostTrace.Count - 1;

    /// <summary>Why the solver stopped.</summary>
    public GromovWassersteinStop Stop { get; }

    /// <summary>Whether the solver stopped for another reason than the limit of iterations.</summary>
    public bool Converged => Stop != GromovWassersteinStop.IterationLimit;
}
