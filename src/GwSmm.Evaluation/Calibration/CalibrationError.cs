namespace GwSmm.Evaluation;

/// <summary>
/// Expected calibration error (Naeini et al., 2015; Guo et al., 2017): the mean over bins of |confidence - accuracy|, weighted by the
/// decisions in each. Immutable; thread-safe.
/// </summary>
/// <remarks>
/// Multi-class: a response is one decision, its confidence the largest probability, right where that class (the first of equals) is the
/// actual one. Multi-label: every response and label is one decision, its confidence the probability of the label, right where the label
/// is set; so 0.1 is a good confidence for a label that one response in ten has.
/// </remarks>
public sealed class CalibrationError
{
    /// <summary>The usual number of bins.</summary>
    public const int DefaultBins = 15;

    private CalibrationError(List<CalibrationBin> bins, int count)
    {
        Bins = bins;
        Count = count;
        Expected = bins.Sum(bin => bin.Count * Math.Abs(bin.Confidence - bin.Accuracy)) / count;
        Maximum = bins.Max(bin => Math.Abs(bin.Confidence - bin.Accuracy));
    }

    /// <summary>The number of decisions.</summary>
    public int Count { get; }

    /// <summary>The expected calibration error, in [0, 1].</summary>
    public double Expected { get; }

    /// <summary>The largest |confidence - accuracy| of a bin, in [0, 1].</summary>
    public double Maximum { get; }

    /// <summary>The bins that are not empty, by ascending confidence.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>The calibration of class probabilities.</summary>
    /// <param name="probabilities">[n, classes], row-major, each in [0, 1].</param>
    /// <param name="actual">Actual class indices [n].</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="binning">How bins are cut.</param>
    /// <returns>The error and its bins.</returns>
    /// <exception cref="ArgumentException">No responses, sizes that do not fit, an index or a probability out of range.</exception>
    public static CalibrationError MultiClass(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<int> actual, int classes, int bins = DefaultBins, CalibrationBinning binning = CalibrationBinning.EqualWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        CheckSizes(probabilities, actual.Length * classes, nameof(probabilities));
        var confidence = new double[actual.Length];
        var right = new bool[actual.Length];
        for (var i = 0; i < actual.Length; i++)
        {
            if ((uint)actual[i] >= (uint)classes)
            {
                throw new ArgumentException($"The actual class at position {i} is {actual[i]}; expected 0 to {classes - 1}.", nameof(actual));
            }

            var row = probabilities.Slice(i * classes, classes);
            var best = 0;
            for (var c = 1; c < classes; c++)
            {
                best = row[c] > row[best] ? c : best;
            }

            confidence[i] = row[best];
            right[i] = best == actual[i];
        }

        return Bin(confidence, right, bins, binning);
    }

    /// <summary>The calibration of label probabilities.</summary>
    /// <param name="probabilities">[n, labels], row-major, each in [0, 1].</param>
    /// <param name="actual">[n, labels], row-major.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="binning">How bins are cut.</param>
    /// <returns>The error and its bins.</returns>
    /// <exception cref="ArgumentException">No responses, sizes that do not fit, or a probability out of range.</exception>
    public static CalibrationError MultiLabel(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> actual, int bins = DefaultBins, CalibrationBinning binning = CalibrationBinning.EqualWidth)
    {
        CheckSizes(probabilities, actual.Length, nameof(probabilities));
        var confidence = new double[actual.Length];
        for (var i = 0; i < actual.Length; i++)
        {
            confidence[i] = probabilities[i];
        }

        return Bin(confidence, actual.ToArray(), bins, binning);
    }

    private static void CheckSizes(ReadOnlySpan<float> probabilities, int expected, string name)
    {
        if (expected == 0 || probabilities.Length != expected)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities; expected {expected}, at least one.", name);
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] is >= 0 and <= 1))
            {
                throw new ArgumentException($"The probability at position {i} is {probabilities[i]}; expected 0 to 1.", name);
            }
        }
    }

    private static CalibrationError Bin(double[] confidence, bool[] right, int bins, CalibrationBinning binning)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var order = Enumerable.Range(0, confidence.Length).ToArray();
        Array.Sort((double[])confidence.Clone(), order);
        var result = new List<CalibrationBin>();
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            var limit = binning == CalibrationBinning.EqualWidth ? 0 : MassLimit(start, order.Length, bins);
            while (end < order.Length && Together(confidence, order, start, end, limit, bins, binning))
            {
                end++;
            }

            var (sum, hits) = (0.0, 0);
            for (var i = start; i < end; i++)
            {
                sum += confidence[order[i]];
                hits += right[order[i]] ? 1 : 0;
            }

            result.Add(new CalibrationBin(end - start, sum / (end - start), (double)hits / (end - start)));
            start = end;
        }

        return new CalibrationError(result, order.Length);
    }

    // The first boundary i * n / bins after the start.
    private static int MassLimit(int start, int count, int bins)
    {
        for (var b = 1; b <= bins; b++)
        {
            if ((long)b * count / bins is var limit && limit > start)
            {
                return (int)limit;
            }
        }

        return count;
    }

    private static bool Together(double[] confidence, int[] order, int start, int end, int limit, int bins, CalibrationBinning binning) =>
        binning == CalibrationBinning.EqualWidth
            ? WidthBin(confidence[order[start]], bins) == WidthBin(confidence[order[end]], bins)
            : end < limit || confidence[order[end]] == confidence[order[end - 1]];

    // (0, 1/bins], (1/bins, 2/bins], ...; zero belongs to the first.
    private static int WidthBin(double confidence, int bins) => Math.Max(0, (int)Math.Ceiling(confidence * bins) - 1);
}
