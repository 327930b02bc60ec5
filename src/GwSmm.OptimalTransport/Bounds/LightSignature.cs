namespace GwSmm.OptimalTransport;

/// <summary>The parts of a space's signature that are small beside the space. Immutable; thread-safe.</summary>
/// <param name="Scale">What rounding errors depend on.</param>
/// <param name="Eccentricities">For the first bound; null when it is not wanted.</param>
/// <param name="BinMeans">For the binned second bound; null when it is not wanted.</param>
/// <param name="Spectral">For the projected eigenvalue bound; null when it is not wanted or the costs are not symmetric.</param>
internal sealed record LightSignature(SpaceScale Scale, WeightedLine? Eccentricities, double[]? BinMeans, SpectralSignature? Spectral);
