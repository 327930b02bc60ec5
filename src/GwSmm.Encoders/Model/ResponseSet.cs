namespace GwSmm.Encoders;

/// <summary>Responses to one item with their scores. Immutable; thread-safe.</summary>
public sealed class ResponseSet
{
    private ResponseSet(string item, IReadOnlyList<string> texts, HeadKind kind, IReadOnlyList<string> labels, int[] classes, bool[] flags)
    {
        Item = item;
        Texts = texts;
        Kind = kind;
        Labels = labels;
        Classes = classes;
        Flags = flags;
    }

    /// <summary>The item (question).</summary>
    public string Item { get; }

    /// <summary>The responses [n].</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Multi-class or multi-label.</summary>
    public HeadKind Kind { get; }

    /// <summary>Class or label names; class names in ascending numeric order where all are numbers, else in ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Multi-class: index into <see cref="Labels"/> of each response [n]; multi-label: empty.</summary>
    public int[] Classes { get; }

    /// <summary>Multi-label: [n, labels], row-major; multi-class: empty.</summary>
    public bool[] Flags { get; }

    /// <summary>The number of responses.</summary>
    public int Count => Texts.Count;

    /// <summary>Responses that have exactly one class each.</summary>
    /// <param name="item">The item.</param>
    /// <param name="texts">The responses [n].</param>
    /// <param name="labels">The class name of each response [n].</param>
    /// <returns>The set; its classes are those that occur.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static ResponseSet MultiClass(string item, IReadOnlyList<string> texts, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        if (texts.Count != labels.Count)
        {
            throw new ArgumentException($"Item '{item}' has {texts.Count} texts and {labels.Count} labels.", nameof(labels));
        }

        var names = LabelOrder.Sort(labels.Distinct(StringComparer.Ordinal));
        var index = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        return new ResponseSet(item, [.. texts], HeadKind.MultiClass, names, [.. labels.Select(label => index[label])], []);
    }

    /// <summary>Responses that have any subset of labels each.</summary>
    /// <param name="item">The item.</param>
    /// <param name="texts">The responses [n].</param>
    /// <param name="labels">The label names, in the order of the columns of <paramref name="flags"/>.</param>
    /// <param name="flags">[n, labels], row-major; kept, not copied.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static ResponseSet MultiLabel(string item, IReadOnlyList<string> texts, IReadOnlyList<string> labels, bool[] flags)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(flags);
        if (flags.Length != texts.Count * labels.Count)
        {
            throw new ArgumentException($"Item '{item}': {texts.Count} texts and {labels.Count} labels need {texts.Count * labels.Count} flags, not {flags.Length}.", nameof(flags));
        }

        return new ResponseSet(item, [.. texts], HeadKind.MultiLabel, [.. labels], [], flags);
    }

    /// <summary>The responses at some positions, with the same labels.</summary>
    /// <param name="indices">Positions in this set.</param>
    /// <returns>A set of that many responses.</returns>
    public ResponseSet Subset(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var texts = indices.Select(i => Texts[i]).ToArray();
        return Kind == HeadKind.MultiClass
            ? new ResponseSet(Item, texts, Kind, Labels, [.. indices.Select(i => Classes[i])], [])
            : new ResponseSet(Item, texts, Kind, Labels, [], [.. indices.SelectMany(i => Flags.AsSpan(i * Labels.Count, Labels.Count).ToArray())]);
    }
}
