using GwSmm.Encoders;
using GwSmm.Evaluation;

namespace GwSmm.Merging;

/// <summary>Chooses temperature, thresholds and cut points on cross-validated logits.</summary>
internal static class HeadDecider
{
    /// <summary>Decides for a multi-class head.</summary>
    /// <param name="logits">[n, classes]; NaN where a response was in no fold.</param>
    /// <param name="targets">[n].</param>
    /// <param name="labels">The labels that occur [classes].</param>
    /// <param name="weight">Divided by the temperature.</param>
    /// <param name="bias">Divided by the temperature.</param>
    /// <param name="options">What is asked for.</param>
    /// <returns>The report, and cut points between the labels; null for none.</returns>
    public static (HeadDecision? Decision, float[]? CutPoints) Classes(
        double[] logits, int[] targets, string[] labels, float[] weight, float[] bias, HeadDecisionOptions options)
    {
        var classes = labels.Length;
        int[] held = [.. Enumerable.Range(0, targets.Length).Where(i => !double.IsNaN(logits[i * classes]))];
        if (held.Length == 0)
        {
            return (null, null);
        }

        int[] actual = [.. held.Select(i => targets[i])];
        double[] own = [.. held.SelectMany(i => logits[(i * classes)..((i + 1) * classes)])];
        var temperature = options.Calibrate ? TemperatureScaling.OfClasses(own, actual, classes) : 1;
        Divide(weight, bias, temperature);
        var (before, after) = (Softmax(own, classes, 1), Softmax(own, classes, temperature));
        var decision = new HeadDecision
        {
            Temperature = temperature,
            LogLossBefore = LogLoss(own, 1, actual, classes),
            LogLossAfter = LogLoss(own, temperature, actual, classes),
            CalibrationErrorBefore = CalibrationError.MultiClass(before, actual, classes).Expected,
            CalibrationErrorAfter = CalibrationError.MultiClass(after, actual, classes).Expected,
        };
        if (OrdinalLabels.Values(labels) is not { } values)
        {
            return (decision, null);
        }

        var head = new ScoringHead(HeadKind.MultiClass, labels, new float[classes], new float[classes]);
        var plain = Kappa(head, after, actual, values);
        if (!options.CutPoints || held.Length < options.MinimumCount * classes)
        {
            return (decision with { AgreementBefore = plain, AgreementAfter = plain }, null);
        }

        double[] expected = [.. Enumerable.Range(0, held.Length).Select(i => values.Select((value, c) => value * after[(i * classes) + c]).Sum())];
        var cutPoints = CutPointSearch.MaximumKappa(expected, actual, values);
        var cut = new ScoringHead(HeadKind.MultiClass, labels, head.Weight, head.Bias, null, cutPoints);
        return (decision with { AgreementBefore = plain, AgreementAfter = Kappa(cut, after, actual, values) }, cutPoints);
    }

    /// <summary>Decides for a multi-label head.</summary>
    /// <param name="logits">For each label [n], NaN where a response was in no fold; null for a label that is always or never set.</param>
    /// <param name="responses">The responses.</param>
    /// <param name="weight">[labels, d]; divided by the temperature where a label has logits.</param>
    /// <param name="bias">[labels]; divided by the temperature where a label has logits.</param>
    /// <param name="options">What is asked for.</param>
    /// <returns>The report, and the thresholds; null for 0.5.</returns>
    public static (HeadDecision? Decision, float[]? Thresholds) Labels(
        double[]?[] logits, ResponseSet responses, float[] weight, float[] bias, HeadDecisionOptions options)
    {
        var labels = responses.Labels.Count;
        var width = weight.Length / labels;
        var decisions = Enumerable.Range(0, labels)
            .SelectMany(l => Enumerable.Range(0, responses.Count).Where(i => logits[l] is { } own && !double.IsNaN(own[i])).Select(i => (Label: l, Row: i)))
            .ToArray();
        if (decisions.Length == 0)
        {
            return (null, null);
        }

        double[] own = [.. decisions.Select(d => logits[d.Label]![d.Row])];
        bool[] actual = [.. decisions.Select(d => responses.Flags[(d.Row * labels) + d.Label])];
        var temperature = options.Calibrate ? TemperatureScaling.OfLabels(own, actual) : 1;
        var thresholds = Enumerable.Repeat(0.5f, labels).ToArray();
        var (f1Before, f1After, counted) = (0.0, 0.0, 0);
        var (before, after) = (Sigmoid(own, 1), Sigmoid(own, temperature));
        for (var l = 0; l < labels; l++)
        {
            if (logits[l] is null)
            {
                continue;
            }

            Divide(weight.AsSpan(l * width, width), bias.AsSpan(l, 1), temperature);
            int[] at = [.. Enumerable.Range(0, decisions.Length).Where(d => decisions[d].Label == l)];
            bool[] set = [.. at.Select(d => actual[d])];
            if (options.Thresholds && Math.Min(set.Count(s => s), set.Count(s => !s)) >= options.MinimumCount)
            {
                thresholds[l] = ThresholdSearch.MaximumF1([.. at.Select(d => (double)after[d])], set);
            }

            f1Before += F1(set, at, after, 0.5f);
            f1After += F1(set, at, after, thresholds[l]);
            counted++;
        }

        return (new HeadDecision
        {
            Temperature = temperature,
            LogLossBefore = LogLoss(own, 1, actual),
            LogLossAfter = LogLoss(own, temperature, actual),
            CalibrationErrorBefore = CalibrationError.MultiLabel(before, actual).Expected,
            CalibrationErrorAfter = CalibrationError.MultiLabel(after, actual).Expected,
            AgreementBefore = f1Before / counted,
            AgreementAfter = f1After / counted,
        }, options.Thresholds ? thresholds : null);
    }

    private static double F1(bool[] set, int[] at, float[] probabilities, float threshold) =>
        MultiLabelMetrics.Compute(set, [.. at.Select(d => probabilities[d] >= threshold)], 1).MicroF1;

    private static double Kappa(ScoringHead head, float[] probabilities, int[] actual, double[] values)
    {
        var classes = values.Length;
        return QuadraticWeightedKappa.Compute(actual, [.. actual.Select((_, i) => HeadPredictor.ClassOf(head, probabilities.AsSpan(i * classes, classes)))], values);
    }

    private static void Divide(Span<float> weight, Span<float> bias, double temperature)
    {
        foreach (ref var value in weight)
        {
            value = (float)(value / temperature);
        }

        foreach (ref var value in bias)
        {
            value = (float)(value / temperature);
        }
    }

    private static float[] Softmax(double[] logits, int classes, double temperature)
    {
        var result = new float[logits.Length];
        for (var start = 0; start < logits.Length; start += classes)
        {
            var largest = logits.AsSpan(start, classes).ToArray().Max();
            double[] weights = [.. logits.AsSpan(start, classes).ToArray().Select(logit => Math.Exp((logit - largest) / temperature))];
            var sum = weights.Sum();
            for (var c = 0; c < classes; c++)
            {
                result[start + c] = (float)(weights[c] / sum);
            }
        }

        return result;
    }

    private static float[] Sigmoid(double[] logits, double temperature) => Array.ConvertAll(logits, logit => (float)(1 / (1 + Math.Exp(-logit / temperature))));

    private static double LogLoss(double[] logits, double temperature, int[] actual, int classes) => actual.Select((a, i) =>
    {
        var row = logits.AsSpan(i * classes, classes).ToArray();
        var largest = row.Max();
        return Math.Log(row.Sum(logit => Math.Exp((logit - largest) / temperature))) - ((row[a] - largest) / temperature);
    }).Average();

    private static double LogLoss(double[] logits, double temperature, bool[] actual) => actual.Select((set, i) =>
    {
        var wrong = (set ? -logits[i] : logits[i]) / temperature;
        return Math.Max(0, wrong) + double.LogP1(Math.Exp(-Math.Abs(wrong)));
    }).Average();
}
