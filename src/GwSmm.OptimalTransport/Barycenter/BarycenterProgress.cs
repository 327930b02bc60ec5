namespace GwSmm.OptimalTransport;

/// <summary>One iteration of the search for a barycentre.</summary>
/// <param name="Iteration">The number of the iteration, from 1.</param>
/// <param name="Objective">sum over the spaces of lambda times the Gromov-Wasserstein value to the costs before the iteration.</param>
/// <param name="Change">How much the iteration changed the costs, in the Frobenius norm.</param>
public sealed record BarycenterProgress(int Iteration, double Objective, double Change);
