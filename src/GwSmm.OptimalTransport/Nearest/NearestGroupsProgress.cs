namespace GwSmm.OptimalTransport;

/// <summary>How far a search for nearest groups is.</summary>
/// <param name="Spaces">Spaces whose signatures are known.</param>
/// <param name="Solves">Pairs solved.</param>
/// <param name="Pairs">All pairs; most of them are never solved.</param>
/// <param name="Groups">Groups found.</param>
public sealed record NearestGroupsProgress(int Spaces, long Solves, long Pairs, int Groups);
