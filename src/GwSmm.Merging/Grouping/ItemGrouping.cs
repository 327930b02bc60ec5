using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>Groups items by the distances between them. Deterministic, whatever the order of the matrix. Thread-safe.</summary>
public static class ItemGrouping
{
    /// <summary>Average linkage, cut at a number of clusters: the rule of the GW-SMM paper (arXiv 2503.09774).</summary>
    /// <param name="distances">The distances [k, k].</param>
    /// <param name="clusters">The number of groups, 1 to k.</param>
    /// <returns>The plan, with distances and reasons.</returns>
    /// <exception cref="GwSmmException">The number of groups is not in 1 to k.</exception>
    public static MergePlan AverageLinkage(DistanceMatrix distances, int clusters)
    {
        ArgumentNullException.ThrowIfNull(distances);
        if (clusters < 1 || clusters > distances.Count)
        {
            throw new GwSmmException($"{clusters} clusters were asked for, but there are {distances.Count} items. Choose 1 to {distances.Count} clusters.");
        }

        var (_, groups) = Merging.AverageLinkage.Run(distances, clusters, double.PositiveInfinity);
        return Plan(distances, groups, $"average linkage, {clusters} clusters");
    }

    /// <summary>Average linkage, cut at a distance: clusters are joined while the mean distance between their items is at most the
    /// threshold.</summary>
    /// <param name="distances">The distances [k, k].</param>
    /// <param name="threshold">The largest mean distance at which clusters are joined, at least 0, in the unit of the distances.</param>
    /// <returns>The plan, with distances and reasons.</returns>
    /// <exception cref="GwSmmException">The threshold is negative or not a number.</exception>
    public static MergePlan DistanceThreshold(DistanceMatrix distances, double threshold)
    {
        ArgumentNullException.ThrowIfNull(distances);
        if (!(threshold >= 0))
        {
            throw new GwSmmException($"The distance threshold is {threshold}; expected a number of at least 0.");
        }

        var (_, groups) = Merging.AverageLinkage.Run(distances, 1, threshold);
        return Plan(distances, groups, FormattableString.Invariant($"average linkage, joined up to distance {threshold:G6}"));
    }

    /// <summary>
    /// Disjoint pairs, trios and so on, nearest first. A group starts with the two nearest items that are still free; the free item
    /// with the smallest mean distance to the group joins it, until it has <paramref name="maxSize"/> items. Then the next group
    /// starts. The last group takes what is left and may be smaller; a single item left over stays alone. So there are
    /// ceil(k / maxSize) groups. Among equal distances the item that comes first in ascending order is taken.
    /// </summary>
    /// <param name="distances">The distances [k, k].</param>
    /// <param name="maxSize">The largest group, at least 1; 1 leaves every item alone.</param>
    /// <returns>The plan, with distances and reasons.</returns>
    /// <exception cref="GwSmmException">The largest group is below 1.</exception>
    public static MergePlan NearestGroups(DistanceMatrix distances, int maxSize)
    {
        ArgumentNullException.ThrowIfNull(distances);
        if (maxSize < 1)
        {
            throw new GwSmmException($"The largest group is {maxSize}; expected at least 1 item.");
        }

        List<int> free = [.. ItemOrder.Sort(distances.Names).Select(distances.IndexOf)];
        var groups = new List<List<int>>();
        while (free.Count > 0)
        {
            var group = maxSize == 1 || free.Count == 1 ? [free[0]] : NearestPair(distances, free);
            free.RemoveAll(group.Contains);
            while (group.Count < maxSize && free.Count > 0)
            {
                var next = free.MinBy(item => group.Sum(member => distances[item, member]));
                group.Add(next);
                free.Remove(next);
            }

            groups.Add(group);
        }

        return Plan(distances, groups, $"nearest groups of at most {maxSize}");
    }

    private static List<int> NearestPair(DistanceMatrix distances, List<int> free)
    {
        var (first, second) = (free[0], free[1]);
        for (var i = 0; i < free.Count; i++)
        {
            for (var j = i + 1; j < free.Count; j++)
            {
                if (distances[free[i], free[j]] < distances[first, second])
                {
                    (first, second) = (free[i], free[j]);
                }
            }
        }

        return [first, second];
    }

    private static MergePlan Plan(DistanceMatrix distances, List<List<int>> groups, string reason) =>
        new([.. groups.Select(group => group.Select(item => distances.Names[item]))], reason, distances);
}
