using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// Agglomerative clustering by average linkage (UPGMA; Sokal and Michener, 1958): the two clusters with the smallest mean distance
/// between their items are joined, again and again. Items are taken in ascending order; among equal distances the pair whose first
/// items come first is joined, so the result does not depend on the order of the matrix. Thread-safe.
/// </summary>
public static class AverageLinkage
{
    /// <summary>Joins all items, step by step, into one cluster.</summary>
    /// <param name="distances">The distances [k, k].</param>
    /// <returns>The k - 1 joins, in ascending order of their heights.</returns>
    public static IReadOnlyList<LinkageStep> Link(DistanceMatrix distances) => [.. Run(distances, 1, double.PositiveInfinity).Steps];

    /// <summary>Joins clusters until a number of them, or a height, is reached.</summary>
    /// <param name="distances">The distances [k, k].</param>
    /// <param name="clusters">Stop at so many clusters.</param>
    /// <param name="height">Join nothing farther apart than this.</param>
    /// <returns>The joins, and the clusters as item positions in the matrix.</returns>
    internal static (List<LinkageStep> Steps, List<List<int>> Clusters) Run(DistanceMatrix distances, int clusters, double height)
    {
        ArgumentNullException.ThrowIfNull(distances);
        var count = distances.Count;
        int[] order = [.. ItemOrder.Sort(distances.Names).Select(distances.IndexOf)];
        var sums = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                sums[i, j] = distances[order[i], order[j]];
            }
        }

        List<int>?[] members = [.. order.Select(position => new List<int> { position })];
        int[] ids = [.. Enumerable.Range(0, count)];
        var steps = new List<LinkageStep>();
        for (var left = count; left > clusters; left--)
        {
            var (first, second, nearest) = Nearest(sums, members);
            if (nearest > height)
            {
                break;
            }

            members[first]!.AddRange(members[second]!);
            members[second] = null;
            steps.Add(new LinkageStep(ids[first], ids[second], nearest, members[first]!.Count));
            ids[first] = count + steps.Count - 1;
            for (var other = 0; other < count; other++)
            {
                sums[first, other] += sums[second, other];
                sums[other, first] = sums[first, other];
            }
        }

        return (steps, [.. members.OfType<List<int>>()]);
    }

    private static (int First, int Second, double Distance) Nearest(double[,] sums, List<int>?[] members)
    {
        var best = (First: -1, Second: -1, Distance: double.PositiveInfinity);
        for (var i = 0; i < members.Length; i++)
        {
            for (var j = i + 1; members[i] is { } a && j < members.Length; j++)
            {
                if (members[j] is { } b && sums[i, j] / (a.Count * b.Count) is var mean && (best.First < 0 || mean < best.Distance))
                {
                    best = (i, j, mean);
                }
            }
        }

        return best;
    }
}
