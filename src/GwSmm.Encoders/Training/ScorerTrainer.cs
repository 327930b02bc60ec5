using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Fine-tunes an encoder with a linear head on the responses to one item. Equal data, base and options give equal weights on the same
/// machine, whatever the number of threads. Thread-safe: a trainer keeps no state between calls.
/// </summary>
/// <remarks>
/// AdamW with linear warm-up and decay, dropout, and clipping of the gradient norm. A stratified share of the responses is held out; the
/// epoch that scores it best is kept: by quadratic weighted kappa where all classes are numbers, else by accuracy, and by the lower loss among
/// equals. (The loss alone is a poor guide: it rises with overconfidence while the agreement still improves.) Classes are not weighted unless asked. Word embeddings of tokens that no response uses stay as they are.
/// </remarks>
public sealed class ScorerTrainer
{
    /// <summary>Fewer responses cannot teach anything.</summary>
    private const int LeastRows = 8;

    private readonly TrainingOptions? _options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options; null takes those that suit the encoder, <see cref="TrainingOptions.For"/>.</param>
    /// <exception cref="GwSmmException">An option is out of its range.</exception>
    public ScorerTrainer(TrainingOptions? options = null)
    {
        options?.Validate();
        _options = options;
    }

    /// <summary>Trains a scoring model.</summary>
    /// <param name="baseEncoder">The encoder to start from; not changed.</param>
    /// <param name="responses">At least 8 responses to one item; multi-class: of at least two classes.</param>
    /// <param name="progress">Told after every epoch, on the calling thread's schedule.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <returns>The model of the best epoch.</returns>
    /// <exception cref="GwSmmException">The responses cannot be trained on, or the loss stopped being a number; the message names the item.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ScoringModel Train(
        BaseEncoder baseEncoder, ResponseSet responses, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Train(baseEncoder, responses, null, progress, cancellationToken);

    /// <summary>Trains a scoring model, or goes on with a training that was stopped.</summary>
    /// <param name="baseEncoder">The encoder to start from; not changed.</param>
    /// <param name="responses">At least 8 responses to one item; multi-class: of at least two classes.</param>
    /// <param name="checkpoint">Where the state is kept; null keeps none.</param>
    /// <param name="progress">Told after every epoch, on the calling thread's schedule.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <returns>The model of the best epoch: the same bits whether the training was stopped or not.</returns>
    /// <exception cref="GwSmmException">The responses cannot be trained on, the loss stopped being a number, or the checkpoint belongs to another training or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ScoringModel Train(
        BaseEncoder baseEncoder, ResponseSet responses, CheckpointOptions? checkpoint, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var result = Run(baseEncoder, responses, checkpoint, progress, cancellationToken);
        return new ScoringModel(
            responses.Item, baseEncoder.Config, result.Weights, baseEncoder.Vocabulary, baseEncoder.LowerCase, result.Options.Features, result.Head, baseEncoder.Hash, result.Summary);
    }

    /// <summary>Trains an adapter on an encoder that stays as it is; see <see cref="TrainingOptions.Lora"/>, without which its defaults are taken.</summary>
    /// <param name="baseEncoder">The encoder that the adapter is for; not changed.</param>
    /// <param name="responses">At least 8 responses to one item; multi-class: of at least two classes.</param>
    /// <param name="checkpoint">Where the state is kept; null keeps none.</param>
    /// <param name="progress">Told after every epoch, on the calling thread's schedule.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <returns>The adapter of the best epoch.</returns>
    /// <exception cref="GwSmmException">As for <see cref="Train(BaseEncoder, ResponseSet, CheckpointOptions?, IProgress{EpochProgress}?, CancellationToken)"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LoraAdapter TrainAdapter(
        BaseEncoder baseEncoder, ResponseSet responses, CheckpointOptions? checkpoint = null, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseEncoder);
        var options = _options ?? TrainingOptions.For(baseEncoder);
        var trainer = new ScorerTrainer(options with { Lora = options.Lora ?? new LoraOptions() });
        var result = trainer.Run(baseEncoder, responses, checkpoint, progress, cancellationToken);
        return new LoraAdapter(responses.Item, baseEncoder.Hash, result.Options.Lora!, result.Lora!.Matrices, result.Options.Features, result.Head, result.Summary);
    }

    private Outcome Run(
        BaseEncoder baseEncoder, ResponseSet responses, CheckpointOptions? checkpoint, IProgress<EpochProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseEncoder);
        ArgumentNullException.ThrowIfNull(responses);
        var options = _options ?? TrainingOptions.For(baseEncoder);
        checkpoint?.Validate();
        CheckResponses(responses);
        var layers = FeatureCheck.LayerCount(baseEncoder.Config, options.Features);
        CheckFrozenLayers(baseEncoder.Config, options);
        var tokenizer = new TextTokenizer(baseEncoder.Vocabulary, baseEncoder.LowerCase);
        var (truncated, overlong) = (0, 0);
        var sequences = new int[responses.Count][];
        for (var i = 0; i < sequences.Length; i++)
        {
            var tokens = tokenizer.Tokenize(responses.Texts[i], options.Features.MaxTokens);
            sequences[i] = tokens.Ids;
            truncated += tokens.Truncated ? 1 : 0;
            overlong += tokens.OverlongWords;
        }

        var split = ValidationSplit.Make(responses, options.ValidationFraction, options.Seed);
        var vocabulary = new CompactVocabulary(sequences);
        var config = baseEncoder.Config with { VocabularySize = vocabulary.Count };
        var examples = new TrainingExamples(Array.ConvertAll(sequences, vocabulary.Renumber), responses, ClassWeights.Find(options, responses, split.Training));
        var head = NewHead(responses.Labels.Count, config.HiddenSize, options.Seed);
        var lora = options.Lora is { } adapters ? LoraTraining.Create(adapters, baseEncoder.Weights, options.FrozenLayers ?? 0, layers, options) : null;
        var network = new ScoringNetwork(config, vocabulary.Extract(baseEncoder.Weights), head, options.Features, options.Threads, options.FrozenLayers, lora);
        var file = checkpoint is null ? null : new CheckpointFile(
            checkpoint, CheckpointFingerprint.Of(options, ("base encoder", baseEncoder.Hash), ("responses", CheckpointFingerprint.Of(responses))));
        var summary = new TrainingRun(responses.Item, network, examples, options, split, file).Execute(progress, cancellationToken);
        return new Outcome(
            options, vocabulary.Expand(network.Weights, baseEncoder.Weights), new ScoringHead(responses.Kind, responses.Labels, head.Weight, head.Bias), lora,
            summary with { TruncatedRows = truncated, OverlongWords = overlong });
    }

    private static void CheckFrozenLayers(EncoderConfig config, TrainingOptions options)
    {
        if (options.FrozenLayers > config.LayerCount)
        {
            throw new GwSmmException($"Option TrainingOptions.FrozenLayers is {options.FrozenLayers}; the encoder has {config.LayerCount} layers. Choose 0 (embeddings alone) to {config.LayerCount}, or null.");
        }
    }

    private static DenseParameters NewHead(int labels, int features, ulong seed)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "head"));
        var weight = new float[labels * features];
        for (var i = 0; i < weight.Length; i++)
        {
            weight[i] = (float)(0.02 * random.NextGaussian());
        }

        return new DenseParameters(weight, new float[labels]);
    }

    private static void CheckResponses(ResponseSet responses)
    {
        if (responses.Count < LeastRows)
        {
            throw new GwSmmException(
                $"Item '{responses.Item}' has {responses.Count} responses; training needs at least {LeastRows}. Add responses or leave the item out.");
        }

        if (responses.Kind == HeadKind.MultiClass && responses.Classes.Distinct().Count() < 2)
        {
            throw new GwSmmException(
                $"Item '{responses.Item}' has only the class '{responses.Labels[responses.Classes[0]]}'; training needs at least two. Add responses of another class or leave the item out.");
        }

        for (var i = 0; i < responses.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(responses.Texts[i]))
            {
                throw new GwSmmException($"Item '{responses.Item}': the text of response {i + 1} is empty. Fill it in or remove the response.");
            }
        }
    }

    private sealed record Outcome(TrainingOptions Options, EncoderWeights Weights, ScoringHead Head, LoraTraining? Lora, TrainingSummary Summary);
}
