using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>From texts to feature vectors. Thread-safe. The features of a text depend neither on the other texts of a call nor on the number of threads.</summary>
public sealed class TextEncoder
{
    private readonly BertEncoder _encoder;
    private readonly TextTokenizer _tokenizer;
    private readonly FeatureOptions _features;
    private readonly int _threads;
    private long _truncatedCount;
    private long _overlongWordCount;

    /// <summary>Joins an encoder and a tokenizer.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">Its weights; read, not copied, so they must not change meanwhile.</param>
    /// <param name="tokenizer">The tokenizer; its vocabulary has at most as many tokens as the word embedding has rows.</param>
    /// <param name="features">Which vector is the feature.</param>
    /// <param name="threads">Threads to use; 0, the default, takes all processors.</param>
    /// <param name="precision">What dense layers are computed in.</param>
    /// <exception cref="ArgumentException">Weights or vocabulary do not fit the architecture.</exception>
    /// <exception cref="GwSmmException">The encoder has no such layer, no pooler, or fewer positions than tokens are allowed.</exception>
    public TextEncoder(
        EncoderConfig config, EncoderWeights weights, TextTokenizer tokenizer, FeatureOptions features, int threads = 0,
        EncoderPrecision precision = EncoderPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        FeatureCheck.LayerCount(config, features);
        if (tokenizer.Vocabulary.Count > config.VocabularySize)
        {
            throw new ArgumentException(
                $"The vocabulary has {tokenizer.Vocabulary.Count} tokens, the word embedding {config.VocabularySize} rows.", nameof(tokenizer));
        }

        _threads = threads == 0 ? Environment.ProcessorCount : threads;
        _encoder = new BertEncoder(config, weights, _threads, precision);
        _tokenizer = tokenizer;
        _features = features;
    }

    private TextEncoder(TextEncoder shared, BertEncoder encoder)
    {
        _threads = shared._threads;
        _encoder = encoder;
        _tokenizer = shared._tokenizer;
        _features = shared._features;
    }

    /// <summary>
    /// Opens a Hugging Face directory for inference. Weights of safetensors are mapped, not copied: this takes a fraction of the time of
    /// reading them, and several processes hold them once. Only the encoder is read: what <c>gwsmm.json</c> says of a scoring model's features and texts does not count
    /// here; <see cref="ScoringModel.CreateEncoder"/> follows it, over weights in memory.
    /// </summary>
    /// <param name="huggingFaceDirectory">See <see cref="HuggingFaceDirectory"/>; what <see cref="SafetensorsReader.Map"/> says of its files holds.</param>
    /// <param name="features">Which vector is the feature; null for the mean over the tokens of the last layer, of texts cut to 128 tokens or what the encoder takes.</param>
    /// <param name="threads">Threads to use; 0, the default, takes all processors.</param>
    /// <param name="precision">What dense layers are computed in; bytes are copies and leave the file alone afterwards, but for the embeddings.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="GwSmmException">A file is missing, damaged or of a model that this library does not run, or the encoder has no such feature.</exception>
    public static TextEncoder Load(
        string huggingFaceDirectory, FeatureOptions? features = null, int threads = 0, EncoderPrecision precision = EncoderPrecision.Float32)
    {
        var files = HuggingFaceDirectory.Load(huggingFaceDirectory, readHead: false, mapped: true);
        var usual = new FeatureOptions();
        features ??= usual with { MaxTokens = Math.Min(usual.MaxTokens, files.Config.MaxPositions) };
        return new TextEncoder(files.Config, files.Weights, new TextTokenizer(files.Vocabulary, files.LowerCase), features, threads, precision);
    }

    /// <summary>The length of a feature vector.</summary>
    public int FeatureCount => _encoder.Config.HiddenSize;

    /// <summary>Texts cut to <see cref="FeatureOptions.MaxTokens"/> so far, over all calls.</summary>
    public long TruncatedCount => Interlocked.Read(ref _truncatedCount);

    /// <summary>Words that became the unknown token because of their length so far, over all calls; see <see cref="TokenizedText.OverlongWords"/>.</summary>
    public long OverlongWordCount => Interlocked.Read(ref _overlongWordCount);

    /// <summary>Makes the encoder of an item that adds a delta to the same weights; see <see cref="BertEncoder.WithDelta(EncoderDelta)"/>. Counts start at 0.</summary>
    /// <param name="delta">The item's delta.</param>
    /// <returns>A thread-safe encoder that shares weights, tokenizer and work space with this one.</returns>
    /// <exception cref="ArgumentException">The delta does not fit.</exception>
    /// <exception cref="GwSmmException">This encoder computes in bytes.</exception>
    public TextEncoder WithDelta(EncoderDelta delta) => new(this, _encoder.WithDelta(delta));

    /// <summary>The same at any precision; see <see cref="BertEncoder.WithDelta(EncoderDelta, EncoderWeights)"/>.</summary>
    /// <param name="delta">The item's delta.</param>
    /// <param name="weights">What this encoder was created over; not kept.</param>
    /// <returns>A thread-safe encoder that shares tokenizer, work space and all that the delta does not change with this one.</returns>
    /// <exception cref="ArgumentException">The delta does not fit, or the weights are others.</exception>
    public TextEncoder WithDelta(EncoderDelta delta, EncoderWeights weights) => new(this, _encoder.WithDelta(delta, weights));

    /// <summary>Computes one feature vector per text. Once work space has grown to the size of the texts, tokens cost no allocation.</summary>
    /// <param name="texts">The texts; an empty one is [CLS] [SEP].</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <returns>[texts, features], row-major, in the order of the input.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public float[] Encode(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var call = _encoder.BeginCall();
        call.Sequences.Reserve(texts.Count);
        Threads.For(call.Sequences.BlockCount, _threads, number =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tokenize(texts, number, call.Sequences.Begin(number));
        });
        return _encoder.Encode(call, _features, cancellationToken);
    }

    private void Tokenize(IReadOnlyList<string> texts, int number, TokenSequences.Block block)
    {
        var (truncated, overlong) = (0, 0);
        var first = number * TokenSequences.BlockSize;
        for (var i = first; i < Math.Min(texts.Count, first + TokenSequences.BlockSize); i++)
        {
            var (cut, words) = _tokenizer.Append(texts[i], _features.MaxTokens, block.Tokens);
            block.EndSequence();
            truncated += cut ? 1 : 0;
            overlong += words;
        }

        Interlocked.Add(ref _truncatedCount, truncated);
        Interlocked.Add(ref _overlongWordCount, overlong);
    }
}
