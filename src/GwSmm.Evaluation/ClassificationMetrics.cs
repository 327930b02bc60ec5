namespace GwSmm.Evaluation;

/// <summary>
/// Agreement of predicted classes with actual ones. Follows scikit-learn's defaults: F1 of a class is 2TP / (2TP + FP + FN);
/// macro F1 is the mean over the classes that occur in the actual or the predicted labels, so a class that occurs in neither does
/// not lower it. Immutable; thread-safe.
/// </summary>
public sealed class ClassificationMetrics
{
    private readonly int[] _confusion;

    private ClassificationMetrics(int count, int classes, int[] confusion)
    {
        Count = count;
        ClassCount = classes;
        _confusion = confusion;
        var correct = 0;
        var f1Sum = 0.0;
        var present = 0;
        var f1 = new double[classes];
        var decided = new double[classes];
        for (var c = 0; c < classes; c++)
        {
            var hits = confusion[(c * classes) + c];
            var actual = 0;
            var predicted = 0;
            for (var o = 0; o < classes; o++)
            {
                actual += confusion[(c * classes) + o];
                predicted += confusion[(o * classes) + c];
            }

            correct += hits;
            decided[c] = (double)(count - actual - predicted + (2 * hits)) / count;
            f1[c] = actual + predicted == 0 ? double.NaN : 2.0 * hits / (actual + predicted);
            if (actual + predicted > 0)
            {
                f1Sum += f1[c];
                present++;
            }
        }

        Accuracy = (double)correct / count;
        MacroF1 = f1Sum / present;
        ClassF1 = f1;
        ClassAccuracy = decided;
    }

    /// <summary>The number of responses n.</summary>
    public int Count { get; }

    /// <summary>The number of classes c, also those that do not occur.</summary>
    public int ClassCount { get; }

    /// <summary>The share of responses whose predicted class is the actual one, in [0, 1].</summary>
    public double Accuracy { get; }

    /// <summary>F1 over all decisions pooled, in [0, 1]; equal to <see cref="Accuracy"/> where each response has exactly one class.</summary>
    public double MicroF1 => Accuracy;

    /// <summary>The mean F1 of the classes that occur in the actual or the predicted labels, in [0, 1].</summary>
    public double MacroF1 { get; }

    /// <summary>F1 of each class [c], in [0, 1]; NaN for a class that occurs in neither the actual nor the predicted labels.</summary>
    public IReadOnlyList<double> ClassF1 { get; }

    /// <summary>The share of responses for which "this class or not" is decided right, of each class [c], in [0, 1].</summary>
    public IReadOnlyList<double> ClassAccuracy { get; }

    /// <summary>Numbers of responses [c, c], row-major: rows are actual classes, columns predicted ones. A copy.</summary>
    public int[] ConfusionMatrix => (int[])_confusion.Clone();

    /// <summary>Compares predicted classes with actual ones.</summary>
    /// <param name="actual">Actual class indices [n], each in [0, <paramref name="classes"/>).</param>
    /// <param name="predicted">Predicted class indices [n], each in [0, <paramref name="classes"/>).</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">No responses, different lengths, or an index out of range.</exception>
    public static ClassificationMetrics Compute(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes) =>
        new(actual.Length, classes, Confusion.Count(actual, predicted, classes));
}
