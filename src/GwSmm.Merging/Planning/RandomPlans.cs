using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Plans drawn at random, uniformly among all plans with given group sizes: what a grouping must beat. Thread-safe.</summary>
public static class RandomPlans
{
    /// <summary>Draws plans. The n-th plan does not depend on how many are drawn, nor on the order of the items; a plan may come twice.</summary>
    /// <param name="items">The items, each once.</param>
    /// <param name="groupSizes">The size of each group, each at least 1; together as many as items.</param>
    /// <param name="count">The number of plans, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The plans.</returns>
    /// <exception cref="GwSmmException">The sizes do not add up, one is below 1, or an item comes twice.</exception>
    public static IReadOnlyList<MergePlan> Draw(IEnumerable<string> items, IReadOnlyList<int> groupSizes, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(groupSizes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var sorted = ItemOrder.Sort(items);
        if (groupSizes.Count == 0 || groupSizes.Any(size => size < 1) || groupSizes.Sum() != sorted.Length)
        {
            throw new GwSmmException($"The group sizes are {string.Join(" + ", groupSizes)} = {groupSizes.Sum()}, but there are {sorted.Length} items. Give sizes of at least 1 that add up to {sorted.Length}.");
        }

        return [.. Enumerable.Range(0, count).Select(n => Draw(sorted, groupSizes, n, seed))];
    }

    /// <summary>The group sizes of a plan, to draw others like it.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>Descending.</returns>
    public static IReadOnlyList<int> SizesOf(MergePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. plan.Groups.Select(group => group.Count).OrderDescending()];
    }

    private static MergePlan Draw(string[] items, IReadOnlyList<int> sizes, int number, ulong seed)
    {
        var shuffled = (string[])items.Clone();
        new DeterministicRandom(DeterministicRandom.Derive(seed, FormattableString.Invariant($"random plan {number}"))).Shuffle(shuffled.AsSpan());
        var groups = new List<string[]>();
        var start = 0;
        foreach (var size in sizes)
        {
            groups.Add(shuffled[start..(start + size)]);
            start += size;
        }

        return new MergePlan(groups, FormattableString.Invariant($"random plan {number + 1} of seed {seed}"));
    }
}
