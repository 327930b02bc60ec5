namespace GwSmm.OptimalTransport;

/// <summary>Distances between a space and a group.</summary>
internal static class GroupDistance
{
    /// <summary>The distance of a space from a group: of what is known, so not above the true one, and that one if all is known.</summary>
    /// <param name="table">The pairs.</param>
    /// <param name="members">The group.</param>
    /// <param name="candidate">The space.</param>
    /// <param name="linkage">The kind of distance.</param>
    /// <returns>The distance; for the mean, times the number of members.</returns>
    public static double Of(PairKeys table, List<int> members, int candidate, GroupLinkage linkage)
    {
        var distance = 0.0;
        foreach (var member in members)
        {
            var key = table.Key(table.PairOf(member, candidate));
            distance = linkage == GroupLinkage.Largest ? Math.Max(distance, key) : distance + key;
        }

        return distance;
    }

    /// <summary>Makes a group of members between whom every value is known.</summary>
    /// <param name="table">The pairs.</param>
    /// <param name="members">The members, as they joined.</param>
    /// <returns>The group.</returns>
    public static NearestGroup Close(PairKeys table, List<int> members)
    {
        var largest = 0.0;
        for (var x = 0; x < members.Count; x++)
        {
            for (var y = 0; y < x; y++)
            {
                largest = Math.Max(largest, table.Key(table.PairOf(members[x], members[y])));
            }
        }

        return new NearestGroup([.. members], largest);
    }
}
