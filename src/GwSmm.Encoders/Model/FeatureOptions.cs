namespace GwSmm.Encoders;

/// <summary>Which vector of an encoder is the feature of a text.</summary>
public sealed record FeatureOptions
{
    /// <summary>How hidden states are pooled. Default <see cref="Pooling.Mean"/>.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>The hidden layer: 0 is the embedding, n the n-th layer; null, the default, the last.</summary>
    public int? Layer { get; init; }

    /// <summary>Longest sequence in tokens, [CLS] and [SEP] included; longer texts are cut and counted. Default 128.</summary>
    public int MaxTokens { get; init; } = 128;
}
