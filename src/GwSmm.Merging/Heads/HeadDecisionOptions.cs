namespace GwSmm.Merging;

/// <summary>
/// What <see cref="HeadRefit"/> chooses on cross-validated predictions once the head is fitted. All off by default: with few responses the
/// choice can cost more than it gains, and predictions by thresholds or cut points differ from the most probable class that evaluators assume.
/// </summary>
public sealed record HeadDecisionOptions
{
    /// <summary>Whether logits are divided by the temperature that minimises the log loss; it goes into weights and biases. Default false.</summary>
    public bool Calibrate { get; init; }

    /// <summary>Multi-label: whether each label gets the threshold that maximises its F1. Default false: 0.5.</summary>
    public bool Thresholds { get; init; }

    /// <summary>Multi-class with numeric labels: whether the expected score is cut where quadratic weighted kappa is largest. Default false: the most probable class.</summary>
    public bool CutPoints { get; init; }

    /// <summary>
    /// A label needs so many responses with it and so many without for a threshold of its own, a head so many responses per class for cut points;
    /// at least 1. Default 10.
    /// </summary>
    public int MinimumCount { get; init; } = 10;

    /// <summary>Whether anything is asked for that concerns multi-class heads.</summary>
    internal bool ForClasses => Calibrate || CutPoints;

    /// <summary>Whether anything is asked for that concerns multi-label heads.</summary>
    internal bool ForLabels => Calibrate || Thresholds;
}
