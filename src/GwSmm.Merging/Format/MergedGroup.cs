using System.Collections.Frozen;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Items that share an encoder, each with a head of its own. Immutable by convention; thread-safe to read.</summary>
public sealed class MergedGroup
{
    private readonly FrozenDictionary<string, ScoringHead> _heads;

    /// <summary>Creates a group.</summary>
    /// <param name="items">The items, at least one; kept in ascending order.</param>
    /// <param name="weights">The shared encoder's weights; kept, not copied.</param>
    /// <param name="heads">One head for each item.</param>
    /// <param name="reason">Why the items share an encoder, in words.</param>
    /// <exception cref="ArgumentException">There is no item, or not exactly one head for each.</exception>
    public MergedGroup(IEnumerable<string> items, EncoderWeights weights, IReadOnlyDictionary<string, ScoringHead> heads, string reason = "")
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(reason);
        Items = ItemOrder.Sort(items);
        if (Items.Count == 0 || heads.Count != Items.Count || !Items.All(heads.ContainsKey))
        {
            throw new ArgumentException($"The group of {Items.Count} items has {heads.Count} heads; expected one head for each item.", nameof(heads));
        }

        Weights = weights;
        Reason = reason;
        _heads = heads.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The items, in ascending order.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>The shared encoder's weights.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>Why the items share an encoder, in words.</summary>
    public string Reason { get; }

    /// <summary>The head of an item.</summary>
    /// <param name="item">One of <see cref="Items"/>.</param>
    /// <returns>The head.</returns>
    /// <exception cref="GwSmmException">The item is not in the group.</exception>
    public ScoringHead HeadOf(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _heads.TryGetValue(item, out var head)
            ? head
            : throw new GwSmmException($"Item '{item}' is not in the group of {string.Join(", ", Items.Select(known => $"'{known}'"))}.");
    }
}
