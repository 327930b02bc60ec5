using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>Features from a text encoder.</summary>
/// <param name="encoder">The encoder.</param>
/// <param name="maxTokens">The most tokens it reads of a text.</param>
internal sealed class EncoderFeaturizer(TextEncoder encoder, int maxTokens) : ITextFeaturizer
{
    /// <inheritdoc/>
    public int FeatureCount => encoder.FeatureCount;

    /// <inheritdoc/>
    public int MaxTokens => maxTokens;

    /// <inheritdoc/>
    public TextLosses Losses => new(encoder.TruncatedCount, encoder.OverlongWordCount);

    /// <inheritdoc/>
    public float[] Encode(IReadOnlyList<string> texts) => encoder.Encode(texts);

    /// <summary>The featurizer of an item that adds a delta to the same encoder, which was created over these weights.</summary>
    public EncoderFeaturizer WithDelta(EncoderDelta delta, EncoderWeights weights) => new(encoder.WithDelta(delta, weights), maxTokens);

    /// <summary>Joins an encoder's parts; it uses all processors.</summary>
    public static EncoderFeaturizer Create(EncoderConfig config, EncoderWeights weights, TextTokenizer tokenizer, FeatureOptions features, EncoderPrecision precision) =>
        new(new TextEncoder(config, weights, tokenizer, features, precision: precision), features.MaxTokens);
}
