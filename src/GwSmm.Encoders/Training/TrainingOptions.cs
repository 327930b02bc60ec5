namespace GwSmm.Encoders;

/// <summary>
/// How <see cref="ScorerTrainer"/> fine-tunes an encoder and its head. The defaults suit a pretrained encoder
/// (Devlin et al., 2019, appendix A.3); <see cref="ForRandomInitialisation"/> suits one that was never trained.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows, at least 1. Default 4.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>
    /// Optimiser steps to plan at least, from 0: where <see cref="Epochs"/> of few responses give fewer, epochs (and <see cref="Patience"/> with
    /// them) are multiplied. Default 0.
    /// </summary>
    public int MinimumSteps { get; init; }

    /// <summary>Responses per optimiser step, at least 1. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// Responses computed at a time, at least 1: a batch of more is computed in parts whose gradients are added up, which takes less memory
    /// and, without dropout, gives the same step but for rounding. Null, the default, computes a batch at once.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>Peak learning rate of AdamW, above 0. Default 5e-5.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>
    /// Factor of the learning rate from each layer to the one below, the embeddings lowest, in (0, 1]; the highest layer and the head have the
    /// whole rate (Sun et al., 2019, section 5.3.4). Default 1.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>
    /// Lowest layers that stay as they are, with the embeddings: 0 for the embeddings alone, at most all layers. No gradient is computed for
    /// them. Null, the default, trains everything.
    /// </summary>
    public int? FrozenLayers { get; init; }

    /// <summary>Low-rank adapters instead of the encoder's own weights; null, the default, trains the weights.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>How much the responses of each class count in the training loss; multi-class only. Default <see cref="ClassWeighting.None"/>.</summary>
    public ClassWeighting ClassWeighting { get; init; }

    /// <summary>For <see cref="ClassWeighting.Given"/>: the weight of every class by its name, finite and above 0. Default null.</summary>
    public IReadOnlyDictionary<string, double>? ClassWeights { get; init; }

    /// <summary>Decoupled weight decay (Loshchilov and Hutter, 2019), at least 0; not on biases and layer normalisation. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of all steps over which the learning rate rises linearly from 0, in [0, 1); it then falls linearly to 0. Default 0.1.</summary>
    public double WarmupFraction { get; init; } = 0.1;

    /// <summary>
    /// Dropout on embeddings, hidden states, attention probabilities and the pooled features, in [0, 1);
    /// null, the default, takes the rates of the encoder's configuration (0.1 unless it says otherwise).
    /// </summary>
    public double? Dropout { get; init; }

    /// <summary>Largest norm of the gradient over all parameters; above it the gradient is scaled down. Above 0. Default 1.</summary>
    public double GradientClip { get; init; } = 1;

    /// <summary>Share of the responses held out to choose the best epoch, in [0, 0.5]; 0 keeps the last epoch. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Epochs without improvement after which training stops, at least 1. Default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Seed of the split, the head, the order of the responses and dropout. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, at least 1; the result does not depend on it. Default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Which vector of the encoder the head sees. Default: mean over the tokens of the last layer, 128 tokens at most.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>Options for an encoder with random weights: a higher learning rate and more epochs.</summary>
    /// <returns>The defaults with <see cref="LearningRate"/> 5e-4, <see cref="Epochs"/> 5 and <see cref="MinimumSteps"/> 400.</returns>
    public static TrainingOptions ForRandomInitialisation() => new() { Epochs = 5, LearningRate = 5e-4, MinimumSteps = 400 };

    /// <summary>The options that suit an encoder.</summary>
    /// <param name="baseEncoder">The encoder to start from.</param>
    /// <returns>The defaults where it is pretrained, else <see cref="ForRandomInitialisation"/>; never more tokens than it has positions.</returns>
    public static TrainingOptions For(BaseEncoder baseEncoder)
    {
        ArgumentNullException.ThrowIfNull(baseEncoder);
        var options = baseEncoder.IsPretrained ? new TrainingOptions() : ForRandomInitialisation();
        var maxTokens = Math.Min(options.Features.MaxTokens, baseEncoder.Config.MaxPositions);
        return options with { Features = options.Features with { MaxTokens = maxTokens } };
    }

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Demand(MinimumSteps >= 0, nameof(MinimumSteps), MinimumSteps, "at least 0");
        Demand(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Demand(MicroBatchSize is null or >= 1, nameof(MicroBatchSize), MicroBatchSize ?? 0, "at least 1");
        Demand(LayerDecay is > 0 and <= 1, nameof(LayerDecay), LayerDecay, "in (0, 1]");
        Demand(FrozenLayers is null or >= 0, nameof(FrozenLayers), FrozenLayers ?? 0, "at least 0");
        Lora?.Validate();
        ValidateClassWeights();
        Demand(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Demand(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "a finite number of at least 0");
        Demand(WarmupFraction is >= 0 and < 1, nameof(WarmupFraction), WarmupFraction, "in [0, 1)");
        Demand(Dropout is null or (>= 0 and < 1), nameof(Dropout), Dropout ?? 0, "in [0, 1)");
        Demand(GradientClip > 0, nameof(GradientClip), GradientClip, "above 0");
        Demand(ValidationFraction is >= 0 and <= 0.5, nameof(ValidationFraction), ValidationFraction, "in [0, 0.5]");
        Demand(Patience >= 1, nameof(Patience), Patience, "at least 1");
        Demand(Threads >= 1, nameof(Threads), Threads, "at least 1");
        Demand(Features.MaxTokens >= 3, "Features.MaxTokens", Features.MaxTokens, "at least 3");
        Demand(Features.Layer is null or >= 0, "Features.Layer", Features.Layer ?? 0, "at least 0");
    }

    private void ValidateClassWeights()
    {
        if (!Enum.IsDefined(ClassWeighting) || (ClassWeighting == ClassWeighting.Given) != (ClassWeights is not null))
        {
            throw new GwSmmException(
                $"Option TrainingOptions.ClassWeighting is {ClassWeighting} and TrainingOptions.ClassWeights is {(ClassWeights is null ? "null" : "given")}; it must be None or Balanced without weights, or Given with them.");
        }

        foreach (var (name, weight) in ClassWeights ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            Demand(weight > 0 && double.IsFinite(weight), $"ClassWeights['{name}']", weight, "a finite number above 0");
        }
    }

    private static void Demand(bool holds, string option, double found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option TrainingOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
