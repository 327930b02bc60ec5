using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// What an automatic merge may lose and store. It tries shared encoders with corrections per item from cheap to dear on validation responses and
/// takes, for every item, the cheapest that keeps its scores; of all ways tried, the smallest artefact.
/// </summary>
public sealed record AutoMergeOptions
{
    /// <summary>
    /// The share of the individual model's score that every item must keep on the validation responses, in (0, 1]: of quadratic weighted kappa
    /// where all classes are numbers and of accuracy; multi-label: of micro F1 and of accuracy per label. The individual model has a refitted head, too. Default 0.99.
    /// </summary>
    public double Retention { get; init; } = 0.99;

    /// <summary>The share that an item must keep with <see cref="Confidence"/>, in (0, 1]: a small validation part proves little, so the same score there is not enough. Default 0.97.</summary>
    public double WorstRetention { get; init; } = 0.97;

    /// <summary>The one-sided confidence of <see cref="WorstRetention"/> by a paired bootstrap over the validation responses, in [0.5, 1). Default 0.9.</summary>
    public double Confidence { get; init; } = 0.9;

    /// <summary>Resamples of the bootstrap, at least 100. Default 500.</summary>
    public int Resamples { get; init; } = 500;

    /// <summary>
    /// The largest artefact that is wanted, as a share of the individual models' bytes, in (0, 1]. It steers nothing: whatever it is, the smallest artefact found that keeps the
    /// scores is taken. <see cref="AutoMergeReport.WithinStorage"/> tells whether that is small enough, <see cref="AutoMergeReport.Explain"/> by how much it is not. To store
    /// less, lower <see cref="Retention"/> and <see cref="WorstRetention"/>. Default 0.34.
    /// </summary>
    public double MaxStorage { get; init; } = 0.34;

    /// <summary>Validation responses by item, which no model was trained on; null, the default, holds out <see cref="ValidationFraction"/> of the responses.</summary>
    public IReadOnlyDictionary<string, ResponseSet>? Validation { get; init; }

    /// <summary>
    /// Share of every item's responses that chooses, in (0, 0.5], where <see cref="Validation"/> is null. Where models were trained on all responses these are no fresh ones;
    /// corrections then look slightly better than they are. Default 0.25.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.25;

    /// <summary>The most responses of an item that a head is fitted to while choosing, at least 8; the final heads see all. Default 1000.</summary>
    public int MaxHeadRows { get; init; } = 1000;

    /// <summary>How encoders may become one, tried in this order. Default: the average.</summary>
    public IReadOnlyList<IMergeMethod> Methods { get; init; } = [new AverageMerge()];

    /// <summary>
    /// The corrections of an item, from cheap to dear; "none" is always tried first and an encoder of its own is the last resort. Default: signs, then
    /// 2, 3, 4 and 8 bits.
    /// </summary>
    public IReadOnlyList<DeltaOptions> Corrections { get; init; } =
    [
        new DeltaOptions { Kind = DeltaKind.Sign },
        new DeltaOptions { Kind = DeltaKind.Int2 },
        new DeltaOptions { Kind = DeltaKind.Int3 },
        new DeltaOptions { Kind = DeltaKind.Int4 },
        new DeltaOptions { Kind = DeltaKind.Int8 },
    ];

    /// <summary>
    /// Whether an item may also keep some hidden layers for itself and share the others: its farthest layer, its two farthest and so on, each a way of its own, by
    /// <see cref="Merging.LayerSharing"/>; <see cref="LayerSharingOptions.BudgetBytes"/> then holds for each item, and threads are the merge's. These ways and <see cref="Corrections"/> are tried in the order of their
    /// bytes. Null, the default, tries none: more ways take longer, and the more are tried on the same responses, the likelier one passes by luck.
    /// </summary>
    public LayerSharingOptions? LayerSharing { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="GwSmmException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Demand(Retention is > 0 and <= 1, nameof(Retention), Retention, "in (0, 1]");
        Demand(WorstRetention is > 0 and <= 1, nameof(WorstRetention), WorstRetention, "in (0, 1]");
        Demand(Confidence is >= 0.5 and < 1, nameof(Confidence), Confidence, "in [0.5, 1)");
        Demand(Resamples >= 100, nameof(Resamples), Resamples, "at least 100");
        Demand(MaxStorage is > 0 and <= 1, nameof(MaxStorage), MaxStorage, "in (0, 1]");
        Demand(ValidationFraction is > 0 and <= 0.5, nameof(ValidationFraction), ValidationFraction, "in (0, 0.5]");
        Demand(MaxHeadRows >= 8, nameof(MaxHeadRows), MaxHeadRows, "at least 8");
        Demand(Methods.Count > 0, $"{nameof(Methods)}.Count", Methods.Count, "at least 1");
        foreach (var correction in Corrections)
        {
            correction.Validate();
        }

        LayerSharing?.Validate();
    }

    private static void Demand(bool holds, string option, double found, string expected)
    {
        if (!holds)
        {
            throw new GwSmmException($"Option AutoMergeOptions.{option} is {found}; it must be {expected}.");
        }
    }
}
