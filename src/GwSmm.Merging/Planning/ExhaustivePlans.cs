using System.Numerics;

namespace GwSmm.Merging;

/// <summary>Looks at every plan within size limits: the exact best for few items. Thread-safe.</summary>
public static class ExhaustivePlans
{
    /// <summary>The number of plans, without looking at them.</summary>
    /// <param name="items">The number of items, at least 1.</param>
    /// <param name="options">The limits; null for the defaults. <see cref="ExhaustivePlanOptions.MaxPlans"/> does not count.</param>
    /// <returns>0 where no plan fits the limits.</returns>
    /// <exception cref="GwSmmException">A limit is out of range.</exception>
    public static BigInteger Count(int items, ExhaustivePlanOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(items);
        options ??= new ExhaustivePlanOptions();
        Check(options);

        // ways[n, g]: plans of n items in g groups. The first item's group takes s - 1 of the others.
        var ways = new BigInteger[items + 1, items + 1];
        ways[0, 0] = 1;
        for (var n = 1; n <= items; n++)
        {
            for (var g = 1; g <= n; g++)
            {
                var choose = BigInteger.One;
                for (var s = 1; s <= Math.Min(n, options.MaxGroupSize); s++)
                {
                    ways[n, g] += s >= options.MinGroupSize ? choose * ways[n - s, g - 1] : 0;
                    choose = choose * (n - s) / s;
                }
            }
        }

        return Enumerable.Range(1, items).Where(g => options.Groups is null || options.Groups == g).Aggregate(BigInteger.Zero, (sum, g) => sum + ways[items, g]);
    }

    /// <summary>Ranks all plans by an objective; the first of equals, in the order of the items, comes first.</summary>
    /// <param name="items">The items, each once.</param>
    /// <param name="objective">Says how bad groups are: the smaller, the better. It must not keep the lists.</param>
    /// <param name="options">The limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The best plans, best first.</returns>
    /// <exception cref="GwSmmException">No plan fits the limits, there are too many, an item comes twice, or the objective is NaN.</exception>
    public static IReadOnlyList<RankedPlan> Rank(
        IEnumerable<string> items, Func<IReadOnlyList<IReadOnlyList<string>>, double> objective, ExhaustivePlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new ExhaustivePlanOptions();
        var sorted = MergePlan.Alone(items).Items;
        var count = Count(sorted.Count, options);
        var limits = $"groups of {options.MinGroupSize} to {options.MaxGroupSize} items{(options.Groups is { } groups ? $", {groups} groups" : string.Empty)}";
        if (count == 0)
        {
            throw new GwSmmException($"{sorted.Count} items have no plan with {limits}. Widen the limits.");
        }

        if (count > options.MaxPlans)
        {
            throw new GwSmmException($"{sorted.Count} items have {count} plans with {limits}; at most {options.MaxPlans} are looked at. Narrow the limits, raise MaxPlans, or group by distances.");
        }

        var best = new PriorityQueue<string[][], (double Score, long Number)>(Comparer<(double Score, long Number)>.Create((a, b) => b.CompareTo(a)));
        var number = 0L;
        foreach (var plan in Enumerate(sorted, options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var score = objective(plan);
            if (double.IsNaN(score))
            {
                throw new GwSmmException($"The objective of the plan {string.Join(" ", plan.Select(group => $"{{{string.Join(", ", group)}}}"))} is NaN; expected a number.");
            }

            best.Enqueue([.. plan.Select(group => group.ToArray())], (score, number++));
            if (best.Count > options.Keep)
            {
                best.Dequeue();
            }
        }

        var ranked = new List<RankedPlan>();
        while (best.TryDequeue(out var groupsOf, out var key))
        {
            ranked.Add(new RankedPlan(new MergePlan(groupsOf, FormattableString.Invariant($"best of {number} plans, objective {key.Score:G6}")), key.Score));
        }

        ranked.Reverse();
        return ranked;
    }

    private static void Check(ExhaustivePlanOptions options)
    {
        Require(options.MinGroupSize >= 1, nameof(options.MinGroupSize), options.MinGroupSize, "at least 1");
        Require(options.MaxGroupSize >= options.MinGroupSize, nameof(options.MaxGroupSize), options.MaxGroupSize, $"at least {options.MinGroupSize}");
        Require(options.Groups is null or >= 1, nameof(options.Groups), options.Groups, "at least 1");
        Require(options.MaxPlans >= 1, nameof(options.MaxPlans), options.MaxPlans, "at least 1");
        Require(options.Keep >= 1, nameof(options.Keep), options.Keep, "at least 1");
    }

    private static void Require(bool fine, string name, object? found, string expected)
    {
        if (!fine)
        {
            throw new GwSmmException($"The plan option {name} is {found}; expected {expected}.");
        }
    }

    // Each item joins a group that has room or opens one; branches that cannot be completed are left.
    private static IEnumerable<IReadOnlyList<List<string>>> Enumerate(IReadOnlyList<string> items, ExhaustivePlanOptions options)
    {
        var groups = new List<List<string>>();
        return From(0);

        IEnumerable<IReadOnlyList<List<string>>> From(int next)
        {
            var missing = groups.Sum(group => Math.Max(0, options.MinGroupSize - group.Count)) + (Math.Max(0, (options.Groups ?? 0) - groups.Count) * options.MinGroupSize);
            if (missing > items.Count - next || groups.Count > (options.Groups ?? int.MaxValue))
            {
                yield break;
            }

            if (next == items.Count)
            {
                yield return groups;
                yield break;
            }

            for (var g = 0; g <= groups.Count; g++)
            {
                if (g == groups.Count)
                {
                    groups.Add([]);
                }
                else if (groups[g].Count == options.MaxGroupSize)
                {
                    continue;
                }

                var (group, opened) = (groups[g], groups[g].Count == 0);
                group.Add(items[next]);
                foreach (var plan in From(next + 1))
                {
                    yield return plan;
                }

                group.RemoveAt(group.Count - 1);
                if (opened)
                {
                    groups.RemoveAt(g);
                    break;
                }
            }
        }
    }
}
