using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>An item's head and the classes that its columns show.</summary>
internal sealed class ItemHead
{
    /// <summary>Creates the pair.</summary>
    /// <param name="item">The item.</param>
    /// <param name="head">Its head.</param>
    /// <param name="classes">Names of the slots of the item's score, which hold at least the head's labels; null means just those.</param>
    public ItemHead(string item, ScoringHead head, IReadOnlyList<string>? classes = null)
    {
        Item = item;
        Head = head;
        Classes = classes ?? head.Labels;
        Slots = SlotsIn(Classes);
    }

    /// <summary>The item.</summary>
    public string Item { get; }

    /// <summary>Its head.</summary>
    public ScoringHead Head { get; }

    /// <summary>Names of the slots of <c>{item}.Score</c>.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>For each label of the head its slot in <see cref="Classes"/>.</summary>
    public int[] Slots { get; }

    /// <summary>For each label of the head its slot among other names.</summary>
    /// <param name="classes">The names.</param>
    /// <exception cref="GwSmmException">A label is not among them.</exception>
    public int[] SlotsIn(IReadOnlyList<string> classes)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < classes.Count; i++)
        {
            index.TryAdd(classes[i], i);
        }

        return [.. Head.Labels.Select(label => index.TryGetValue(label, out var slot)
            ? slot
            : throw new GwSmmException($"Item '{Item}' has the class '{label}', which is not among the classes {string.Join(", ", classes)}."))];
    }
}
