namespace GwSmm.OptimalTransport;

/// <summary>Nearest groups when the value of every pair is known: the definition, written down directly.</summary>
internal static class ExhaustiveSearch
{
    /// <summary>Finds the groups.</summary>
    /// <param name="table">The pairs, all solved.</param>
    /// <param name="options">The options.</param>
    /// <returns>The groups in the order found.</returns>
    public static IReadOnlyList<NearestGroup> Run(PairKeys table, NearestGroupsOptions options)
    {
        // Stable: pairs of equal value stay in ascending order of positions.
        var pairs = Enumerable.Range(0, table.Count)
            .SelectMany(i => Enumerable.Range(i + 1, table.Count - i - 1).Select(j => (I: i, J: j)))
            .OrderBy(pair => table.Key(table.PairOf(pair.I, pair.J)));
        var groups = new List<NearestGroup>();
        var free = Enumerable.Range(0, table.Count).ToHashSet();
        foreach (var (i, j) in pairs)
        {
            if (groups.Count == options.Count)
            {
                break;
            }

            if (options.Goal == NearestGoal.Pairs)
            {
                groups.Add(new NearestGroup([i, j], table.Key(table.PairOf(i, j))));
                continue;
            }

            if (!free.Contains(i) || !free.Contains(j))
            {
                continue;
            }

            List<int> members = [i, j];
            free.ExceptWith(members);
            while (members.Count < options.MaxGroupSize && free.Count > 0)
            {
                var next = free.Order().MinBy(candidate => GroupDistance.Of(table, members, candidate, options.Linkage));
                members.Add(next);
                free.Remove(next);
            }

            groups.Add(GroupDistance.Close(table, members));
        }

        return groups;
    }
}
