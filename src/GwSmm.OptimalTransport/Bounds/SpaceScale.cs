namespace GwSmm.OptimalTransport;

/// <summary>What rounding errors of a bound depend on.</summary>
/// <param name="Count">The number of points with weight.</param>
/// <param name="Mass">The sum of the weights: 1 to 1e-6.</param>
/// <param name="Largest">The largest magnitude of a cost.</param>
internal sealed record SpaceScale(int Count, double Mass, double Largest);
