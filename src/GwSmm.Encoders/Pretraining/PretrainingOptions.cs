namespace GwSmm.Encoders;

/// <summary>
/// How <see cref="MaskedLanguageTrainer"/> pretrains an encoder. The defaults are for some million tokens of text and a small encoder on a
/// CPU: small batches, a high learning rate and no dropout, since no sequence is seen often.
/// </summary>
public sealed record PretrainingOptions
{
    /// <summary>Passes over the training sequences, at least 1; not used where <see cref="Steps"/> is given. Default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Optimiser steps, at least 1; null, the default, takes those of <see cref="Epochs"/>.</summary>
    public int? Steps { get; init; }

    /// <summary>Sequences per optimiser step, at least 1. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Longest sequence in tokens, [CLS] and [SEP] included, at least 4; longer documents are cut into several. Default 128, as <see cref="FeatureOptions.MaxTokens"/>, so that every position is learned.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Share of the tokens to predict, in (0, 1): 80 % of these become [MASK], 10 % any token, 10 % stay (Devlin et al., 2019). Default 0.15.</summary>
    public double MaskedFraction { get; init; } = 0.15;

    /// <summary>Peak learning rate of AdamW, above 0. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay (Loshchilov and Hutter, 2019), at least 0; not on biases and layer normalisation. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of all steps over which the learning rate rises linearly from 0, in [0, 1); it then falls linearly to 0. Default 0.1.</summary>
    public double WarmupFraction { get; init; } = 0.1;

    /// <summary>Dropout on embeddings, hidden states and attention probabilities, in [0, 1). Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Largest norm of the gradient over all parameters; above it the gradient is scaled down. Above 0. Default 1.</summary>
    public double GradientClip { get; init; } = 1;

    /// <summary>Share of the documents held out to measure the loss, in [0, 0.5], chosen by their text; 0 measures none. Default 0.02.</summary>
    public double HeldOutFraction { get; init; } = 0.02;

    /// <summary>Steps between two measurements of the held-out loss, at least 1; the last step is always measured. Default 1000.</summary>
    public int EvaluationInterval { get; init; } = 1000;

    /// <summary>Seed of the order of the sequences, the masks, the head and dropout. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, at least 1; the result does not depend on it. Default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Demand(Steps is null or >= 1, nameof(Steps), Steps ?? 0, "at least 1");
        Demand(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Demand(MaxTokens >= 4, nameof(MaxTokens), MaxTokens, "at least 4");
        Demand(MaskedFraction is > 0 and < 1, nameof(MaskedFraction), MaskedFraction, "in (0, 1)");
        Demand(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Demand(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "a finite number of at least 0");
        Demand(WarmupFraction is >= 0 and < 1, nameof(WarmupFraction), WarmupFraction, "in [0, 1)");
        Demand(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "in [0, 1)");
        Demand(GradientClip > 0, nameof(GradientClip), GradientClip, "above 0");
        Demand(HeldOutFraction is >= 0 and <= 0.5, nameof(HeldOutFraction), HeldOutFraction, "in [0, 0.5]");
        Demand(EvaluationInterval >= 1, nameof(EvaluationInterval), EvaluationInterval, "at least 1");
        Demand(Threads >= 1, nameof(Threads), Threads, "at least 1");
    }

    private static void Demand(bool holds, string option, double found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option PretrainingOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
