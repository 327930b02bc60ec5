using System.Text.Json.Serialization;

namespace GwSmm.Encoders;

/// <summary>How a scoring model was trained. Equal data, base, options and seed give an equal summary; it holds no clock times.</summary>
public sealed record TrainingSummary
{
    /// <summary>Responses trained on.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Responses held out to choose the epoch.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Responses longer than <see cref="FeatureOptions.MaxTokens"/>, which were cut.</summary>
    public required int TruncatedRows { get; init; }

    /// <summary>Words of the responses that became the unknown token because of their length; see <see cref="TokenizedText.OverlongWords"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int OverlongWords { get; init; }

    /// <summary>Epochs trained, those after the best included.</summary>
    public required int EpochsRun { get; init; }

    /// <summary>The epoch whose weights were kept, from 1.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Mean training loss of the kept epoch, dropout on.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>Mean validation loss of the kept epoch; null without a validation split.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Validation accuracy of the kept epoch, 0 to 1; null without a validation split.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Quadratic weighted kappa of the kept epoch; null without a validation split or where classes are not numbers.</summary>
    public double? ValidationKappa { get; init; }

    /// <summary>Peak learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }
}
