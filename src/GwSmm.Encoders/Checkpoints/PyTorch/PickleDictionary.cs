namespace GwSmm.Encoders;

/// <summary>A dictionary of a pickle, in the order of its entries; keys and values may be anything.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The entries; a key that stands twice is there twice.</summary>
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];
}
