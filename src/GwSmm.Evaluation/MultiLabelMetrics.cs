namespace GwSmm.Evaluation;

/// <summary>
/// Agreement of predicted sets of labels with actual ones. Follows scikit-learn's defaults: F1 of a label is 2TP / (2TP + FP + FN), and
/// 0 where the label occurs in neither the actual nor the predicted sets. Immutable; thread-safe.
/// </summary>
public sealed class MultiLabelMetrics
{
    private MultiLabelMetrics(int count, double microF1, double exactMatch, double[] labelF1, double[] labelAccuracy)
    {
        Count = count;
        MicroF1 = microF1;
        ExactMatch = exactMatch;
        LabelF1 = labelF1;
        LabelAccuracy = labelAccuracy;
        MacroF1 = labelF1.Sum() / labelF1.Length;
        MeanLabelAccuracy = labelAccuracy.Sum() / labelAccuracy.Length;
    }

    /// <summary>The number of responses n.</summary>
    public int Count { get; }

    /// <summary>F1 over all n x labels decisions pooled, in [0, 1].</summary>
    public double MicroF1 { get; }

    /// <summary>The mean of <see cref="LabelF1"/> over all labels, in [0, 1].</summary>
    public double MacroF1 { get; }

    /// <summary>The share of responses whose set of labels is exactly the actual one, in [0, 1].</summary>
    public double ExactMatch { get; }

    /// <summary>F1 of each label [labels], in [0, 1].</summary>
    public IReadOnlyList<double> LabelF1 { get; }

    /// <summary>The share of right decisions of each label [labels], in [0, 1].</summary>
    public IReadOnlyList<double> LabelAccuracy { get; }

    /// <summary>The mean of <see cref="LabelAccuracy"/>, in [0, 1]: one minus the Hamming loss.</summary>
    public double MeanLabelAccuracy { get; }

    /// <summary>Compares predicted flags with actual ones.</summary>
    /// <param name="actual">[n, labels], row-major.</param>
    /// <param name="predicted">[n, labels], row-major.</param>
    /// <param name="labels">The number of labels, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">No responses, different lengths, or a length that is no multiple of the labels.</exception>
    public static MultiLabelMetrics Compute(ReadOnlySpan<bool> actual, ReadOnlySpan<bool> predicted, int labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels);
        if (actual.Length != predicted.Length)
        {
            throw new ArgumentException($"There are {actual.Length} actual and {predicted.Length} predicted flags; expected as many of each.", nameof(predicted));
        }

        if (actual.IsEmpty || actual.Length % labels != 0)
        {
            throw new ArgumentException($"There are {actual.Length} flags; expected a positive multiple of the {labels} labels.", nameof(actual));
        }

        var count = actual.Length / labels;
        var hits = new long[labels];
        var positives = new long[labels];
        var right = new long[labels];
        var exact = 0;
        for (var i = 0; i < count; i++)
        {
            var all = true;
            for (var l = 0; l < labels; l++)
            {
                var (a, p) = (actual[(i * labels) + l], predicted[(i * labels) + l]);
                hits[l] += a && p ? 1 : 0;
                positives[l] += (a ? 1 : 0) + (p ? 1 : 0);
                right[l] += a == p ? 1 : 0;
                all &= a == p;
            }

            exact += all ? 1 : 0;
        }

        var f1 = new double[labels];
        var accuracy = new double[labels];
        for (var l = 0; l < labels; l++)
        {
            f1[l] = F1(hits[l], positives[l]);
            accuracy[l] = (double)right[l] / count;
        }

        return new MultiLabelMetrics(count, F1(hits.Sum(), positives.Sum()), (double)exact / count, f1, accuracy);
    }

    private static double F1(long hits, long positives) => positives == 0 ? 0 : 2.0 * hits / positives;
}
