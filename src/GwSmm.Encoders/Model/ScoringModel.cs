namespace GwSmm.Encoders;

/// <summary>A fine-tuned encoder and head that score the responses to one item. Immutable by convention; thread-safe to read.</summary>
public sealed class ScoringModel
{
    /// <summary>Creates a model from its parts.</summary>
    /// <param name="item">The item it scores.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">The encoder's tensors; kept, not copied.</param>
    /// <param name="vocabulary">At most as many tokens as the word embedding has rows.</param>
    /// <param name="lowerCase">Whether the model is uncased.</param>
    /// <param name="features">What the head reads.</param>
    /// <param name="head">The head; its <see cref="ScoringHead.FeatureCount"/> is the hidden size.</param>
    /// <param name="baseHash">The <see cref="BaseEncoder.Hash"/> of the encoder it started from; empty where unknown.</param>
    /// <param name="training">How it was trained; null where unknown.</param>
    /// <exception cref="ArgumentException">The parts do not fit.</exception>
    public ScoringModel(
        string item, EncoderConfig config, EncoderWeights weights, Vocabulary vocabulary, bool lowerCase, FeatureOptions features,
        ScoringHead head, string baseHash, TrainingSummary? training = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(item);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(baseHash);
        EncoderLayout.Check(config, weights);
        if (vocabulary.Count > config.VocabularySize)
        {
            throw new ArgumentException($"The vocabulary has {vocabulary.Count} tokens, the word embedding {config.VocabularySize} rows.", nameof(vocabulary));
        }

        if (head.FeatureCount != config.HiddenSize)
        {
            throw new ArgumentException($"The head reads {head.FeatureCount} features, the encoder gives {config.HiddenSize}.", nameof(head));
        }

        if (features.Pooling == Pooling.Pooler && !config.HasPooler)
        {
            throw new ArgumentException("The features come from the pooler, which the encoder has not.", nameof(features));
        }

        Item = item;
        Config = config;
        Weights = weights;
        Vocabulary = vocabulary;
        LowerCase = lowerCase;
        Features = features;
        Head = head;
        BaseHash = baseHash;
        Training = training;
    }

    /// <summary>The item it scores.</summary>
    public string Item { get; }

    /// <summary>The architecture of the encoder.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The encoder's weights.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased and lose their accents.</summary>
    public bool LowerCase { get; }

    /// <summary>What the head reads.</summary>
    public FeatureOptions Features { get; }

    /// <summary>The head.</summary>
    public ScoringHead Head { get; }

    /// <summary>The <see cref="BaseEncoder.Hash"/> of the encoder it started from; empty where unknown, as in a foreign checkpoint.</summary>
    public string BaseHash { get; }

    /// <summary>How it was trained; null where unknown.</summary>
    public TrainingSummary? Training { get; }

    /// <summary>Makes the encoder that gives the features of this model's head.</summary>
    /// <param name="threads">Threads to use; 0, the default, takes all processors.</param>
    /// <param name="precision">What dense layers are computed in.</param>
    /// <returns>A thread-safe encoder over this model's weights.</returns>
    /// <exception cref="GwSmmException">The encoder has no such features.</exception>
    public TextEncoder CreateEncoder(int threads = 0, EncoderPrecision precision = EncoderPrecision.Float32) =>
        new(Config, Weights, new TextTokenizer(Vocabulary, LowerCase), Features, threads, precision);

    /// <summary>
    /// Reads a directory that <see cref="Save"/> wrote, or a classifier that <c>transformers</c> saved. The features of the latter
    /// come from the pooler, or from [CLS] where it has none, from up to 128 tokens.
    /// </summary>
    /// <param name="directory">A directory with <c>config.json</c>, <c>model.safetensors</c> (or shards) and <c>vocab.txt</c> or <c>tokenizer.json</c>.</param>
    /// <param name="item">The item to score; null takes the one that was saved.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GwSmmException">A file is missing, damaged, newer than this library or of another model; or no item is known.</exception>
    public static ScoringModel Load(string directory, string? item = null) => ScoringModelFiles.Load(directory, item);

    /// <summary>
    /// Writes a directory that <c>transformers</c> reads as a BERT classifier, with <c>gwsmm.json</c> beside it. Its classifier
    /// gives the same scores there only where the features come from the pooler of the last layer and thresholds are 0.5.
    /// </summary>
    /// <param name="directory">The directory; created where missing, files of the same names are replaced.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public void Save(string directory) => ScoringModelFiles.Save(this, directory);
}
