namespace GwSmm.OptimalTransport;

/// <summary>An entropic coupling and its potentials. Before rounding T_ij = exp((f_i + g_j - C_ij) / epsilon).</summary>
public sealed class SinkhornResult
{
    internal SinkhornResult(double cost, double[] plan, double[] sourcePotential, double[] targetPotential)
    {
        Cost = cost;
        Plan = plan;
        SourcePotential = sourcePotential;
        TargetPotential = targetPotential;
    }

    /// <summary>The transport cost of the plan, sum C_ij T_ij, without the entropy.</summary>
    public double Cost { get; }

    /// <summary>The coupling T [n, m], row-major.</summary>
    public double[] Plan { get; }

    /// <summary>The potentials f [n]; NaN for a source without weight. A later solve can start from them.</summary>
    public double[] SourcePotential { get; }

    /// <summary>The potentials g [m]; NaN for a target without weight.</summary>
    public double[] TargetPotential { get; }

    /// <summary>The number of iterations, each an update of g and then of f.</summary>
    public int Iterations { get; internal init; }

    /// <summary>The Euclidean norm of the error of the column sums, before rounding; the row sums are exact.</summary>
    public double MarginalError { get; internal init; }

    /// <summary>Whether the error fell below the tolerance.</summary>
    public bool Converged { get; internal init; }

    /// <summary>How the last iterations represented numbers: plain or log.</summary>
    public SinkhornDomain Domain { get; internal init; }
}
