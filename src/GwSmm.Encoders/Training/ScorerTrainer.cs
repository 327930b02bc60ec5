using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Fine-tunes an encoder with a linear head on the responses to one item. Equal data, base and options give equal weights on the same
/// machine, whatever the number of threads. Thread-safe: a trainer keeps no state between calls.
/// </summary>
/// <remarks>
/// AdamW with linear warm-up and decay, dropout, and clipping of the gradient norm. A stratified share of the responses is held out; the
/// epoch that scores it best is kept: by quadratic weighted kappa where all classes are numbers, else by accuracy, and by the lower loss among
/// equals. (The loss alone is a poor guide: it rises with overconfidence while the agreement still improves.) Classes are not weighted. Word embeddings of tokens that no response uses stay as they are.
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
        BaseEncoder baseEncoder, ResponseSet responses, IProgress<EpochProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseEncoder);
        ArgumentNullException.ThrowIfNull(responses);
        var options = _options ?? TrainingOptions.For(baseEncoder);
        CheckResponses(responses);
        FeatureCheck.LayerCount(baseEncoder.Config, options.Features);

        var tokenizer = new TextTokenizer(baseEncoder.Vocabulary, baseEncoder.LowerCase);
        var truncated = 0;
        var sequences = new int[responses.Count][];
        for (var i = 0; i < sequences.Length; i++)
        {
            sequences[i] = tokenizer.Encode(responses.Texts[i], options.Features.MaxTokens, out var cut);
            truncated += cut ? 1 : 0;
        }

        var vocabulary = new CompactVocabulary(sequences);
        var config = baseEncoder.Config with { VocabularySize = vocabulary.Count };
        var examples = new TrainingExamples(Array.ConvertAll(sequences, vocabulary.Renumber), responses);
        var head = NewHead(responses.Labels.Count, config.HiddenSize, options.Seed);
        var network = new ScoringNetwork(config, vocabulary.Extract(baseEncoder.Weights), head, options.Features, options.Threads);
        var run = new TrainingRun(responses.Item, network, examples, options, ValidationSplit.Make(responses, options.ValidationFraction, options.Seed));
        var (weights, best, summary) = run.Execute(progress, cancellationToken);
        return new ScoringModel(
            responses.Item, baseEncoder.Config, vocabulary.Expand(weights, baseEncoder.Weights), baseEncoder.Vocabulary, baseEncoder.LowerCase,
            options.Features, new ScoringHead(responses.Kind, responses.Labels, best.Weight, best.Bias), baseEncoder.Hash,
            summary with { TruncatedRows = truncated });
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
}
