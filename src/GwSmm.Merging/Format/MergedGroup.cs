using System.Collections.Frozen;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Items that share an encoder, each with a head of its own and perhaps a small correction of the encoder. Immutable by convention; thread-safe to read.</summary>
public sealed class MergedGroup
{
    private readonly FrozenDictionary<string, ScoringHead> _heads;
    private readonly FrozenDictionary<string, EncoderDelta> _deltas;

    /// <summary>Creates a group.</summary>
    /// <param name="items">The items, at least one; kept in ascending order.</param>
    /// <param name="weights">The shared encoder's weights; kept, not copied.</param>
    /// <param name="heads">One head for each item.</param>
    /// <param name="reason">Why the items share an encoder, in words.</param>
    /// <param name="deltas">What some items, by name, add to the shared encoder; null for none.</param>
    /// <exception cref="ArgumentException">There is no item, not exactly one head for each, or a delta of another item or that does not fit.</exception>
    public MergedGroup(
        IEnumerable<string> items, EncoderWeights weights, IReadOnlyDictionary<string, ScoringHead> heads, string reason = "",
        IReadOnlyDictionary<string, EncoderDelta>? deltas = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(reason);
        Items = ItemOrder.Sort(items);
        if (Items.Count == 0 || heads.Count != Items.Count || !Items.All(heads.ContainsKey))
        {
            throw new ArgumentException($"The group of {Items.Count} items has {heads.Count} heads; expected one head for each item.", nameof(heads));
        }

        _deltas = (deltas ?? FrozenDictionary<string, EncoderDelta>.Empty).ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var (item, delta) in _deltas)
        {
            if (!Items.Contains(item, StringComparer.Ordinal))
            {
                throw new ArgumentException($"There is a delta of item '{item}', which is not in the group of {string.Join(", ", Items)}.", nameof(deltas));
            }

            delta.Check(weights);
        }

        Vectors = new EncoderDelta(Items.Select(DeltaOf).OfType<EncoderDelta>().SelectMany(delta => delta.Vectors).Distinct());
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

    /// <summary>Bytes of all deltas and of <see cref="Vectors"/>.</summary>
    public long DeltaBytes => Vectors.ByteCount + _deltas.Values.Sum(delta => delta.ByteCount);

    /// <summary>The vectors that masks among the deltas refer to, each once.</summary>
    internal EncoderDelta Vectors { get; }

    /// <summary>What an item adds to the shared encoder.</summary>
    /// <param name="item">An item.</param>
    /// <returns>The delta; null where the item uses the shared encoder as it is.</returns>
    public EncoderDelta? DeltaOf(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _deltas.GetValueOrDefault(item);
    }

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
