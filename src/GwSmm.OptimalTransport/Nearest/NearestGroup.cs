namespace GwSmm.OptimalTransport;

/// <summary>Spaces that are near one another.</summary>
/// <param name="Members">Their positions, from 0: the nearest pair, the lower position first, then the others as they joined.</param>
/// <param name="Value">The largest Gromov-Wasserstein value between two members.</param>
public sealed record NearestGroup(IReadOnlyList<int> Members, double Value);
