namespace GwSmm.Evaluation;

/// <summary>How well one model scores the responses to one item.</summary>
public sealed record ItemQuality
{
    /// <summary>The number of responses.</summary>
    public required int Count { get; init; }

    /// <summary>The share of responses predicted exactly right; multi-label: the mean accuracy of the labels. In [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>F1 over all decisions, in [0, 1].</summary>
    public required double MicroF1 { get; init; }

    /// <summary>Mean F1 of classes or labels, in [0, 1].</summary>
    public required double MacroF1 { get; init; }

    /// <summary>The share of responses predicted exactly right, in [0, 1].</summary>
    public required double ExactMatch { get; init; }

    /// <summary>The share of right decisions of each class ("this one or not") or label, in [0, 1].</summary>
    public required IReadOnlyList<double> LabelAccuracies { get; init; }

    /// <summary>Quadratic weighted kappa; null where the classes are no numbers, and for multi-label.</summary>
    public double? Qwk { get; init; }

    /// <summary>Expected calibration error in 15 bins of equal width, in [0, 1].</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Compares predicted classes with actual ones.</summary>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="predicted">Predicted class indices [n].</param>
    /// <param name="probabilities">[n, classes], row-major.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="values">The score of each class [classes]; null where classes are no numbers.</param>
    /// <returns>All metrics.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or an index or a probability is out of range.</exception>
    public static ItemQuality OfClasses(int[] actual, int[] predicted, float[] probabilities, int classes, double[]? values)
    {
        var metrics = ClassificationMetrics.Compute(actual, predicted, classes);
        return new ItemQuality
        {
            Count = metrics.Count,
            Accuracy = metrics.Accuracy,
            MicroF1 = metrics.MicroF1,
            MacroF1 = metrics.MacroF1,
            ExactMatch = metrics.Accuracy,
            LabelAccuracies = metrics.ClassAccuracy,
            Qwk = values is null ? null : QuadraticWeightedKappa.Compute(actual, predicted, values),
            CalibrationError = Evaluation.CalibrationError.MultiClass(probabilities, actual, classes).Expected,
        };
    }

    /// <summary>Compares predicted labels with actual ones.</summary>
    /// <param name="actual">[n, labels], row-major.</param>
    /// <param name="predicted">[n, labels], row-major.</param>
    /// <param name="probabilities">[n, labels], row-major.</param>
    /// <param name="labels">The number of labels.</param>
    /// <returns>All metrics but kappa.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a probability is out of range.</exception>
    public static ItemQuality OfLabels(bool[] actual, bool[] predicted, float[] probabilities, int labels)
    {
        var metrics = MultiLabelMetrics.Compute(actual, predicted, labels);
        return new ItemQuality
        {
            Count = metrics.Count,
            Accuracy = metrics.MeanLabelAccuracy,
            MicroF1 = metrics.MicroF1,
            MacroF1 = metrics.MacroF1,
            ExactMatch = metrics.ExactMatch,
            LabelAccuracies = metrics.LabelAccuracy,
            CalibrationError = Evaluation.CalibrationError.MultiLabel(probabilities, actual).Expected,
        };
    }

    /// <summary>One of the numbers.</summary>
    /// <param name="metric">Which one.</param>
    /// <returns>The number; null where it is undefined.</returns>
    public double? Of(QualityMetric metric) => metric switch
    {
        QualityMetric.Accuracy => Accuracy,
        QualityMetric.MicroF1 => MicroF1,
        QualityMetric.MacroF1 => MacroF1,
        QualityMetric.ExactMatch => ExactMatch,
        QualityMetric.LabelAccuracy => LabelAccuracies.Average(),
        QualityMetric.Qwk => Qwk,
        QualityMetric.CalibrationError => CalibrationError,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Unknown metric."),
    };
}
