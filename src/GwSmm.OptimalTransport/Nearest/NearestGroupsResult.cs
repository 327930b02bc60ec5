namespace GwSmm.OptimalTransport;

/// <summary>The nearest groups among many spaces.</summary>
/// <param name="Groups">The groups in the order found. Pairs come with ascending values; larger groups by the value of their first pair.</param>
/// <param name="Report">What the search took.</param>
public sealed record NearestGroupsResult(IReadOnlyList<NearestGroup> Groups, NearestGroupsReport Report);
