namespace GwSmm.OptimalTransport;

/// <summary>An optimal coupling with the duals that prove it: u_i + v_j is at most C_ij everywhere, and equal where mass flows.</summary>
public sealed class LinearTransportResult
{
    internal LinearTransportResult(double cost, double[] plan, double[] sourceDual, double[] targetDual)
    {
        Cost = cost;
        Plan = plan;
        SourceDual = sourceDual;
        TargetDual = targetDual;
    }

    /// <summary>The least total cost, sum C_ij T_ij.</summary>
    public double Cost { get; }

    /// <summary>The coupling T [n, m], row-major; its rows sum to the source weights and its columns to the target weights.</summary>
    public double[] Plan { get; }

    /// <summary>The duals u [n]; NaN for a source without weight.</summary>
    public double[] SourceDual { get; }

    /// <summary>The duals v [m]; NaN for a target without weight.</summary>
    public double[] TargetDual { get; }
}
