namespace GwSmm.OptimalTransport;

/// <summary>The parts of the unbalanced Gromov-Wasserstein objective of a plan; each is at least 0.</summary>
/// <param name="Transport">sum L(C1_ik, C2_jl) T_ij T_kl.</param>
/// <param name="MarginalPenalty">rho1 KL2(T 1 | p) + rho2 KL2(T' 1 | q), with KL2(x | y) = 2 |x| KL(x | y) + (|x| - |y|)^2, |x| the sum of x.</param>
/// <param name="Entropy">epsilon KL2(T | p q').</param>
public sealed record UnbalancedObjective(double Transport, double MarginalPenalty, double Entropy)
{
    /// <summary>The sum of the parts.</summary>
    public double Total => Transport + MarginalPenalty + Entropy;
}
