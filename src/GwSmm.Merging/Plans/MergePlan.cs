using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// Which items share an encoder. Members of a group and groups (by their first member) are in ascending order, see
/// <see cref="ItemOrder"/>. Immutable; thread-safe.
/// </summary>
public sealed class MergePlan
{
    private readonly string _place;

    /// <summary>Creates a plan.</summary>
    /// <param name="groups">Groups of item names; no item twice, no group empty.</param>
    /// <param name="reason">How the groups came about; null where nobody said.</param>
    /// <param name="distances">The distances between the items that led to the groups; null where there are none.</param>
    /// <exception cref="GwSmmException">No group, an empty group, an empty name, or an item twice.</exception>
    public MergePlan(IEnumerable<IEnumerable<string>> groups, string? reason = null, DistanceMatrix? distances = null)
        : this(groups, reason, distances, "The plan")
    {
    }

    internal MergePlan(IEnumerable<IEnumerable<string>> groups, string? reason, DistanceMatrix? distances, string place)
    {
        ArgumentNullException.ThrowIfNull(groups);
        string[][] lists = [.. groups.Select(group => group.ToArray())];
        Check(lists, place);
        var comparer = ItemOrder.ComparerFor(lists.SelectMany(group => group));
        foreach (var group in lists)
        {
            Array.Sort(group, comparer);
        }

        Groups = [.. lists.OrderBy(group => group[0], comparer)];
        Items = [.. lists.SelectMany(group => group).Order(comparer)];
        Reason = reason;
        Distances = distances;
        _place = place;
    }

    /// <summary>The groups.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; }

    /// <summary>All items of the plan, in ascending order.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>How the groups came about; null where nobody said.</summary>
    public string? Reason { get; }

    /// <summary>The distances between the items that led to the groups; null where there are none.</summary>
    public DistanceMatrix? Distances { get; }

    /// <summary>Every item alone.</summary>
    /// <param name="items">The items, at least one.</param>
    /// <returns>The plan.</returns>
    public static MergePlan Alone(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new MergePlan(items.Select(item => new[] { item }), "every item alone");
    }

    /// <summary>Reads a plan from a JSON file; see <see cref="MergePlanJson"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is no plan.</exception>
    public static MergePlan Load(string path) => MergePlanJson.Load(path);

    /// <summary>Writes the plan to a JSON file; an existing one is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public void Save(string path) => MergePlanJson.Save(this, path);

    /// <summary>Checks the plan against the items there are.</summary>
    /// <param name="items">The items.</param>
    /// <param name="missingStayAlone">Whether an item that the plan does not name stays alone; if not, the default, it is refused.</param>
    /// <returns>This plan, or one with the missing items added, each alone.</returns>
    /// <exception cref="GwSmmException">The plan names an item that is not there, or does not name one that is.</exception>
    public MergePlan Validate(IEnumerable<string> items, bool missingStayAlone = false)
    {
        var known = ItemOrder.Sort(items);
        var unknown = Items.Where(item => !known.Contains(item, StringComparer.Ordinal)).ToArray();
        if (unknown.Length > 0)
        {
            throw new GwSmmException($"{_place} names {Quote(unknown)}, but the items are {Quote(known)}. Correct the names or remove them from the plan.");
        }

        var missing = known.Where(item => !Items.Contains(item, StringComparer.Ordinal)).ToArray();
        if (missing.Length == 0)
        {
            return this;
        }

        return missingStayAlone
            ? new MergePlan([.. Groups, .. missing.Select(item => new[] { item })], Reason, Distances, _place)
            : throw new GwSmmException($"{_place} does not name {Quote(missing)}. Add each to a group, or as a group of its own such as [\"{missing[0]}\"].");
    }

    /// <summary>The reason for one group in words: the rule, and the distances inside.</summary>
    /// <param name="group">The position of the group.</param>
    /// <returns>One line.</returns>
    public string Explain(int group)
    {
        var members = Groups[group];
        var rule = Reason ?? "plan without a reason";
        if (members.Count == 1)
        {
            return $"{rule}; stays alone";
        }

        if (Distances is null || !members.All(item => Distances.Names.Contains(item, StringComparer.Ordinal)))
        {
            return rule;
        }

        var inside = new List<double>();
        for (var i = 0; i < members.Count; i++)
        {
            inside.AddRange(members.Skip(i + 1).Select(other => Distances[members[i], other]));
        }

        return FormattableString.Invariant($"{rule}; mean distance inside {inside.Average():G4}, largest {inside.Max():G4}");
    }

    private static void Check(string[][] groups, string place)
    {
        if (groups.Length == 0)
        {
            throw new GwSmmException($"{place} has no groups; expected at least one, such as [\"1\", \"2\"].");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var g = 0; g < groups.Length; g++)
        {
            if (groups[g].Length == 0)
            {
                throw new GwSmmException($"{place}: group {g + 1} is empty. Remove it or name its items.");
            }

            foreach (var item in groups[g])
            {
                if (string.IsNullOrWhiteSpace(item))
                {
                    throw new GwSmmException($"{place}: group {g + 1} has an item without a name. Name it or remove it.");
                }

                if (!seen.TryAdd(item, g))
                {
                    throw new GwSmmException($"{place}: item '{item}' is in group {seen[item] + 1} and again in group {g + 1}. Each item belongs to exactly one group.");
                }
            }
        }
    }

    private static string Quote(IEnumerable<string> items) => string.Join(", ", items.Select(item => $"'{item}'"));
}
