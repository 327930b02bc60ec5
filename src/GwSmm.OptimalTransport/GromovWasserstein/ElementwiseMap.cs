namespace GwSmm.OptimalTransport;

/// <summary>Applies a function to every element.</summary>
/// <param name="x">The arguments.</param>
/// <param name="destination">Receives the results; as long as <paramref name="x"/>.</param>
public delegate void ElementwiseMap(ReadOnlySpan<double> x, Span<double> destination);
