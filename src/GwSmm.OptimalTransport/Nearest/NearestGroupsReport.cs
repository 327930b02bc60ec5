namespace GwSmm.OptimalTransport;

/// <summary>What a search for nearest groups took.</summary>
/// <param name="Pairs">All pairs.</param>
/// <param name="Bounds">How many pairs each kind of bound was computed for.</param>
/// <param name="Solves">Pairs solved by this run, those included that a thread took up before it was known that they were not needed.</param>
/// <param name="SpacesBuilt">How often a space was built.</param>
/// <param name="Duration">The time from start to end.</param>
public sealed record NearestGroupsReport(long Pairs, IReadOnlyDictionary<LowerBounds, long> Bounds, long Solves, long SpacesBuilt, TimeSpan Duration)
{
    /// <summary>Pairs whose value was needed and stood in <see cref="NearestGroupsOptions.ResumeFile"/>; they are no part of <see cref="Solves"/>.</summary>
    public long Resumed { get; init; }
}
