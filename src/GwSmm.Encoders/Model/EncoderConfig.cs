namespace GwSmm.Encoders;

/// <summary>The architecture of a BERT encoder (Devlin et al., 2019) or one of its kin, in the terms of a Hugging Face <c>config.json</c>.</summary>
public sealed record EncoderConfig
{
    /// <summary>Rows of the word embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Channels of every token; a multiple of <see cref="HeadCount"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Attention heads of a layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Channels inside the feed-forward block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Longest sequence in tokens, [CLS] and [SEP] included. Default 512.</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Rows of the token type embedding; 0 where there is none. Default 2.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Added to the variance in layer normalisation. Default 1e-12.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Dropout on hidden states while training, in [0, 1). Default 0.1.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout on attention probabilities while training, in [0, 1). Default 0.1.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Whether the checkpoint has a pooler (dense layer and activation on [CLS]). Default false.</summary>
    public bool HasPooler { get; init; }

    /// <summary>The activation of the pooler. Default <see cref="PoolerActivation.Tanh"/>.</summary>
    public PoolerActivation PoolerActivation { get; init; }

    /// <summary>The activation inside the feed-forward blocks. Default <see cref="HiddenActivation.Gelu"/>.</summary>
    public HiddenActivation Activation { get; init; }

    /// <summary>
    /// Channels of the embeddings; where they are not as many as <see cref="HiddenSize"/>, a dense layer follows the embeddings (ELECTRA).
    /// Null, the default, means <see cref="HiddenSize"/>.
    /// </summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>The family that a checkpoint is saved as. Default <see cref="EncoderFamily.Bert"/>.</summary>
    public EncoderFamily Family { get; init; }

    /// <summary>Channels of the embeddings.</summary>
    internal int EmbeddingWidth => EmbeddingSize ?? HiddenSize;

    /// <summary>Whether a dense layer follows the embeddings.</summary>
    internal bool HasProjection => EmbeddingWidth != HiddenSize;

    /// <summary>Two layers of 128 channels, 2 heads.</summary>
    /// <param name="vocabularySize">Rows of the word embedding.</param>
    /// <returns>The architecture of BERT-tiny.</returns>
    public static EncoderConfig Tiny(int vocabularySize) => Preset(vocabularySize, 2, 128);

    /// <summary>Four layers of 256 channels, 4 heads.</summary>
    /// <param name="vocabularySize">Rows of the word embedding.</param>
    /// <returns>The architecture of BERT-mini.</returns>
    public static EncoderConfig Mini(int vocabularySize) => Preset(vocabularySize, 4, 256);

    /// <summary>Four layers of 512 channels, 8 heads.</summary>
    /// <param name="vocabularySize">Rows of the word embedding.</param>
    /// <returns>The architecture of BERT-small.</returns>
    public static EncoderConfig Small(int vocabularySize) => Preset(vocabularySize, 4, 512);

    private static EncoderConfig Preset(int vocabularySize, int layers, int hidden) => new()
    {
        VocabularySize = vocabularySize,
        HiddenSize = hidden,
        LayerCount = layers,
        HeadCount = hidden / 64,
        IntermediateSize = 4 * hidden,
    };
}
