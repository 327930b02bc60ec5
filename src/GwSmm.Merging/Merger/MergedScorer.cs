using System.Collections.Frozen;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Scores texts with a merged model. Encoders are prepared when first used. Thread-safe.</summary>
/// <remarks>
/// In bytes, an item with a delta has bytes of its own for the layers that it changes, made of the sum, where in single precision the sum is formed
/// while encoding: a quarter of the memory of these layers' matrices for each such item. Embeddings and pooler are those of the group.
/// </remarks>
public sealed class MergedScorer
{
    private readonly Lazy<TextEncoder>[] _encoders;
    private readonly FrozenDictionary<string, Lazy<TextEncoder>> _corrected;
    private long _encodedTexts;

    /// <summary>Creates a scorer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Threads to use; 0, the default, takes all processors. The scores do not depend on it.</param>
    /// <param name="precision">What dense layers are computed in.</param>
    public MergedScorer(MergedModel model, int threads = 0, EncoderPrecision precision = EncoderPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Model = model;
        Precision = precision;
        var tokenizer = new Lazy<TextTokenizer>(() => new TextTokenizer(model.Vocabulary, model.LowerCase));
        _encoders = [.. model.Groups.Select(group => new Lazy<TextEncoder>(() => Encoder(group.Weights)))];
        _corrected = model.Groups
            .SelectMany((group, g) => group.Items.Select(item => (item, Group: g, Delta: group.DeltaOf(item))))
            .Where(entry => entry.Delta is not null)
            .ToFrozenDictionary(entry => entry.item, entry => new Lazy<TextEncoder>(() => Corrected(entry.Group, entry.Delta!)), StringComparer.Ordinal);

        TextEncoder Encoder(EncoderWeights weights) => new(model.Config, weights, tokenizer.Value, model.Features, threads, precision);

        TextEncoder Corrected(int group, EncoderDelta delta) => _encoders[group].Value.WithDelta(delta, model.Groups[group].Weights);
    }

    /// <summary>The model.</summary>
    public MergedModel Model { get; }

    /// <summary>What dense layers are computed in.</summary>
    public EncoderPrecision Precision { get; }

    /// <summary>Texts that went through an encoder so far, over all calls.</summary>
    public long EncodedTexts => Interlocked.Read(ref _encodedTexts);

    /// <summary>Texts that were cut to <see cref="FeatureOptions.MaxTokens"/> so far, over all calls.</summary>
    public long TruncatedCount => Encoders.Sum(encoder => encoder.TruncatedCount);

    /// <summary>Words that became the unknown token because of their length so far, over all calls.</summary>
    public long OverlongWordCount => Encoders.Sum(encoder => encoder.OverlongWordCount);

    private IEnumerable<TextEncoder> Encoders => _encoders.Concat(_corrected.Values).Where(encoder => encoder.IsValueCreated).Select(encoder => encoder.Value);

    /// <summary>The features of texts under the encoder of a group, without the delta of any item.</summary>
    /// <param name="group">The position of the group in <see cref="MergedModel.Groups"/>.</param>
    /// <param name="texts">The texts [n].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[n, features], row-major.</returns>
    public float[] GroupFeatures(int group, IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)group, (uint)_encoders.Length, nameof(group));
        return Encode(_encoders[group], texts, cancellationToken);
    }

    /// <summary>The features of texts for an item, with its delta where it has one.</summary>
    /// <param name="item">The item.</param>
    /// <param name="texts">The texts [n].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[n, features], row-major.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public float[] Features(string item, IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        Model.DeltaOf(item) is null
            ? GroupFeatures(Model.GroupIndexOf(item), texts, cancellationToken)
            : Encode(_corrected[item], texts, cancellationToken);

    /// <summary>The logits of texts for an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="texts">The texts [n].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[n, labels], row-major.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public float[] Logits(string item, IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        HeadPredictor.Logits(Model.HeadOf(item), Features(item, texts, cancellationToken));

    /// <summary>The probabilities of texts for an item: softmax over classes, or one sigmoid per label.</summary>
    /// <param name="item">The item.</param>
    /// <param name="texts">The texts [n].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>[n, labels], row-major.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public float[] Probabilities(string item, IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        HeadPredictor.Probabilities(Model.HeadOf(item), Features(item, texts, cancellationToken));

    /// <summary>The probabilities of texts for several items; items of one group without deltas share one pass through its encoder, others take one each.</summary>
    /// <param name="items">The items.</param>
    /// <param name="texts">The texts [n].</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>For each item [n, labels], row-major.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public IReadOnlyDictionary<string, float[]> Probabilities(IEnumerable<string> items, IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        var result = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var group in items.Distinct(StringComparer.Ordinal).GroupBy(item => (Model.GroupIndexOf(item), _corrected.ContainsKey(item) ? item : null)))
        {
            var features = Features(group.First(), texts, cancellationToken);
            foreach (var item in group)
            {
                result[item] = HeadPredictor.Probabilities(Model.HeadOf(item), features);
            }
        }

        return result;
    }

    private float[] Encode(Lazy<TextEncoder> encoder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Interlocked.Add(ref _encodedTexts, texts.Count);
        return encoder.Value.Encode(texts, cancellationToken);
    }
}
