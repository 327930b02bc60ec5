namespace GwSmm.Encoders;

/// <summary>What a finished epoch of training reached. Holds no clock times, so that equal runs report equal values.</summary>
/// <param name="Item">The item trained.</param>
/// <param name="Epoch">The epoch just finished, from 1.</param>
/// <param name="Epochs">The epochs planned; early stopping may end before.</param>
/// <param name="TrainingLoss">Mean loss per response over the epoch, dropout on.</param>
/// <param name="ValidationLoss">Mean loss per validation response; null without a validation split.</param>
/// <param name="ValidationAccuracy">Share of validation responses (multi-label: of labels) predicted right, 0 to 1; null without a validation split.</param>
/// <param name="IsBest">Whether this is the best epoch so far.</param>
public sealed record EpochProgress(
    string Item, int Epoch, int Epochs, double TrainingLoss, double? ValidationLoss, double? ValidationAccuracy, bool IsBest)
{
    /// <summary>Quadratic weighted kappa of the validation responses, at most 1; null without a validation split or where classes are not numbers.</summary>
    public double? ValidationKappa { get; init; }
}
