namespace GwSmm.OptimalTransport;

/// <summary>A third lower bound and the coupling that attains it, a good start for a solver. Immutable by convention; thread-safe.</summary>
/// <param name="Value">The bound, at least 0.</param>
/// <param name="Plan">The coupling [n, m] of all points, row-major.</param>
public sealed record ThirdLowerBound(double Value, double[] Plan);
