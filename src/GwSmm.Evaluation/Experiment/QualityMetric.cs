namespace GwSmm.Evaluation;

/// <summary>A number of an <see cref="ItemQuality"/>.</summary>
public enum QualityMetric
{
    /// <summary>Share of responses predicted exactly right; of multi-label decisions, the mean over labels.</summary>
    Accuracy,

    /// <summary>F1 over all decisions.</summary>
    MicroF1,

    /// <summary>Mean F1 of classes or labels.</summary>
    MacroF1,

    /// <summary>Share of responses predicted exactly right.</summary>
    ExactMatch,

    /// <summary>Mean share of right decisions of each class or label.</summary>
    LabelAccuracy,

    /// <summary>Quadratic weighted kappa; only where the classes are numbers.</summary>
    Qwk,

    /// <summary>Expected calibration error: the smaller, the better, unlike all others.</summary>
    CalibrationError,
}
