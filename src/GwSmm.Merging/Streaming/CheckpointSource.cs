using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Encoders on disk, read part by part. Thread-safe while the checkpoints are open.</summary>
public sealed class CheckpointSource : ITensorSource
{
    private readonly EncoderCheckpoint[] _models;
    private readonly EncoderCheckpoint? _base;

    /// <summary>Collects checkpoints of one architecture.</summary>
    /// <param name="items">The item of each encoder [k], at least one.</param>
    /// <param name="models">The encoders [k], in the order of the items; the caller disposes them.</param>
    /// <param name="baseEncoder">The pretrained encoder that all of them grew from; null where it is unknown.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length.</exception>
    /// <exception cref="GwSmmException">Architecture, vocabulary, casing, names, shapes or types of two encoders differ.</exception>
    public CheckpointSource(IReadOnlyList<string> items, IReadOnlyList<EncoderCheckpoint> models, EncoderCheckpoint? baseEncoder = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(models);
        if (items.Count == 0 || items.Count != models.Count)
        {
            throw new ArgumentException($"There are {items.Count} items and {models.Count} encoders; expected as many of each, at least one.", nameof(models));
        }

        for (var m = 1; m < models.Count; m++)
        {
            Check($"The models of items '{items[0]}' ('{models[0].Directory}') and '{items[m]}' ('{models[m].Directory}')", models[0], models[m]);
        }

        if (baseEncoder is not null)
        {
            Check($"The base encoder ('{baseEncoder.Directory}') and the model of item '{items[0]}' ('{models[0].Directory}')", baseEncoder, models[0]);
        }

        Items = [.. items];
        _models = [.. models];
        _base = baseEncoder;
        Tensors = [.. models[0].Tensors.Select(tensor => new TensorInfo(tensor.Name, tensor.Shape))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Items { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <inheritdoc/>
    public bool HasBase => _base is not null;

    /// <inheritdoc/>
    public ReadOnlyMemory<float> Read(int model, TensorInfo tensor, int start, Memory<float> buffer)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        (model == ITensorSource.Base ? _base! : _models[model]).Read(tensor.Name, start, buffer.Span);
        return buffer;
    }

    private static void Check(string pair, EncoderCheckpoint first, EncoderCheckpoint second)
    {
        var difference = MergeChecks.EncoderDifference(first.Config, second.Config)
            ?? (!string.Equals(first.Vocabulary.Sha256, second.Vocabulary.Sha256, StringComparison.Ordinal)
                ? $"vocabularies of {first.Vocabulary.Count} and {second.Vocabulary.Count} tokens with other words or another order"
                : first.LowerCase != second.LowerCase ? $"lower case {first.LowerCase} and {second.LowerCase}"
                : MergeChecks.WordLengthDifference(first.Vocabulary, second.Vocabulary) is { } words ? words
                : first.Tensors.Where(tensor => !string.Equals(first.Dtype(tensor.Name), second.Dtype(tensor.Name), StringComparison.Ordinal))
                    .Select(tensor => $"'{tensor.Name}' is {first.Dtype(tensor.Name)} in one and {second.Dtype(tensor.Name)} in the other").FirstOrDefault());
        if (difference is not null)
        {
            throw new GwSmmException($"{pair} differ: {difference}. Only encoders of one architecture, vocabulary and number type can be merged; train or convert them alike, or put them into different groups.");
        }
    }
}
