namespace GwSmm.OptimalTransport;

/// <summary>Applies a loss to every pair of elements.</summary>
/// <param name="a">Costs in the first space.</param>
/// <param name="b">Costs in the second space; as many.</param>
/// <param name="destination">Receives the losses; as many.</param>
public delegate void ElementwiseLoss(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> destination);
