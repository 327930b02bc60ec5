namespace GwSmm.Encoders;

/// <summary>
/// Pretrains an encoder to predict masked tokens (Devlin et al., 2019, section 3.1, task 1). Equal text, start and options give equal
/// weights on the same machine, whatever the number of threads. Thread-safe: a trainer keeps no state between calls.
/// </summary>
/// <remarks>
/// AdamW with linear warm-up and decay, and clipping of the gradient norm. The decoder shares the word embedding. Masks are drawn anew in every
/// epoch; those of the held-out documents are always the same. There is no next-sentence task. Tokens that the text never uses are not
/// predicted, and their embeddings stay as they are; the loss is that over the tokens that it uses.
/// </remarks>
public sealed class MaskedLanguageTrainer
{
    private readonly PretrainingOptions _options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options; null takes the defaults.</param>
    /// <exception cref="GwSmmException">An option is out of its range.</exception>
    public MaskedLanguageTrainer(PretrainingOptions? options = null)
    {
        _options = options ?? new PretrainingOptions();
        _options.Validate();
    }

    /// <summary>
    /// Draws an encoder to pretrain: as <see cref="BaseEncoder.Create"/>, but positions are sines and cosines (Vaswani et al., 2017) of short
    /// wavelengths, so that one direction means the same distance everywhere, and the matrices of the layers are drawn wider, for few channels.
    /// A small encoder then learns soon to look at neighbouring tokens, which otherwise takes most of a short training.
    /// </summary>
    /// <param name="config">The architecture.</param>
    /// <param name="vocabulary">At most <see cref="EncoderConfig.VocabularySize"/> tokens, [MASK] among them.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>An encoder; the same seed gives the same bits.</returns>
    /// <exception cref="ArgumentException">The vocabulary does not fit the architecture.</exception>
    public static BaseEncoder CreateStart(EncoderConfig config, Vocabulary vocabulary, ulong seed)
    {
        var start = BaseEncoder.Create(config, vocabulary, seed);
        PretrainingStart.Apply(config, start.Weights);
        return start;
    }

    /// <summary>Pretrains.</summary>
    /// <param name="start">The encoder to start from, as <see cref="CreateStart"/> makes one; not changed. Its vocabulary has [MASK].</param>
    /// <param name="text">The documents.</param>
    /// <param name="checkpoint">Where the state is kept, and taken up when the file is there; null keeps none.</param>
    /// <param name="progress">Told every 50 steps and at every measurement of the held-out loss, on the calling thread's schedule.</param>
    /// <param name="cancellationToken">Looked at before every step.</param>
    /// <returns>The encoder after the last step: the same bits whether the training was stopped and went on or not.</returns>
    /// <exception cref="GwSmmException">The text or the encoder cannot be trained on, the loss stopped being a number, or the checkpoint belongs to another training or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PretrainedEncoder Train(
        BaseEncoder start, PretrainingText text, CheckpointOptions? checkpoint = null, IProgress<PretrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(text);
        checkpoint?.Validate();
        if (start.Config.Family != EncoderFamily.Bert || start.Config.HasProjection || start.Config.Activation != HiddenActivation.Gelu)
        {
            throw new GwSmmException($"The encoder is a {start.Config.Family} with {start.Config.EmbeddingWidth} channels in its embeddings and {start.Config.Activation}; pretraining is for BERT with embeddings as wide as its hidden states, and GELU.");
        }

        if (!start.Vocabulary.TryGetId(Vocabulary.Mask, out var maskId))
        {
            throw new GwSmmException($"Vocabulary '{start.Vocabulary.Source}' lacks {Vocabulary.Mask}, which pretraining needs. Add the line or choose another vocabulary.");
        }

        if (_options.MaxTokens > start.Config.MaxPositions)
        {
            throw new GwSmmException($"Option PretrainingOptions.MaxTokens is {_options.MaxTokens}; the encoder takes at most {start.Config.MaxPositions} tokens.");
        }

        var corpus = PretrainingCorpus.Make(text, new TextTokenizer(start.Vocabulary, start.LowerCase), start.Config.VocabularySize, _options, cancellationToken);
        var vocabulary = new CompactVocabulary(corpus.Training.Concat(corpus.HeldOut).Append([maskId]));
        var head = MaskedLanguageParameters.Create(start.Config.HiddenSize, corpus.Frequencies, _options.Seed);
        var compactHead = head with { Bias = vocabulary.Extract<float>(head.Bias) };
        var network = new MaskedLanguageNetwork(
            start.Config with { VocabularySize = vocabulary.Count },
            vocabulary.Extract(start.Weights),
            compactHead,
            new TokenMasking(_options.MaskedFraction, vocabulary.Renumber(maskId), vocabulary.Count),
            _options.Threads);
        var file = checkpoint is null ? null : new CheckpointFile(
            checkpoint, CheckpointFingerprint.Of(_options, ("first encoder", start.Hash), ("text", text.Sha256)));
        var run = new PretrainingRun(network, corpus.Renumber(vocabulary), _options, file);
        run.Execute(progress, cancellationToken);
        vocabulary.Expand<float>(compactHead.Bias, head.Bias);
        return new PretrainedEncoder(
            new BaseEncoder(start.Config, vocabulary.Expand(network.Weights, start.Weights), start.Vocabulary, start.LowerCase, isPretrained: true),
            head,
            _options,
            new PretrainingSummary
            {
                TextSha256 = text.Sha256,
                StartHash = start.Hash,
                Documents = text.Documents.Count,
                HeldOutDocuments = corpus.HeldOutDocuments,
                Sequences = corpus.Training.Length,
                Tokens = corpus.Training.Sum(sequence => (long)sequence.Length),
                OverlongWords = corpus.OverlongWords,
                Steps = run.Steps,
                TrainingLoss = run.TrainingLoss,
                HeldOutLosses = run.Measured,
            });
    }
}
