using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>How items are grouped; at most one of the three is given.</summary>
/// <param name="Clusters">Average linkage, cut at that many groups.</param>
/// <param name="MaxGroup">Nearest disjoint groups of at most that many items.</param>
/// <param name="Threshold">Average linkage up to that distance.</param>
internal sealed record GroupingRule(int? Clusters, int? MaxGroup, double? Threshold)
{
    /// <summary>Whether a rule is given.</summary>
    public bool IsGiven => Clusters is not null || MaxGroup is not null || Threshold is not null;

    /// <summary>Finds a rule that does not fit the items before hours of training, not after.</summary>
    /// <param name="items">The items.</param>
    /// <exception cref="GwSmmException">The rule does not fit the items, or none is given.</exception>
    public void Check(IReadOnlyList<string> items) => Apply(new DistanceMatrix(items, new double[items.Count * items.Count]));

    /// <summary>Groups items by this rule.</summary>
    /// <param name="distances">The distances between them.</param>
    /// <exception cref="GwSmmException">The rule does not fit the items, or none is given.</exception>
    public MergePlan Apply(DistanceMatrix distances)
    {
        if (Clusters is { } clusters)
        {
            return ItemGrouping.AverageLinkage(distances, clusters);
        }

        if (MaxGroup is { } size)
        {
            return ItemGrouping.NearestGroups(distances, size);
        }

        return Threshold is { } threshold
            ? ItemGrouping.DistanceThreshold(distances, threshold)
            : throw new GwSmmException("Say how to group: --linkage average --clusters K, --max-group N or --threshold D.");
    }
}
