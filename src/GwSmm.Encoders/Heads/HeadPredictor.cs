using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>Applies a head to features. Thread-safe.</summary>
public static class HeadPredictor
{
    /// <summary>Computes W x + b.</summary>
    /// <param name="head">The head.</param>
    /// <param name="features">[rows, features], row-major.</param>
    /// <returns>Logits [rows, labels], row-major.</returns>
    /// <exception cref="ArgumentException">The number of features is not a multiple of the head's.</exception>
    public static float[] Logits(ScoringHead head, ReadOnlySpan<float> features)
    {
        ArgumentNullException.ThrowIfNull(head);
        var (width, labels) = (head.FeatureCount, head.Labels.Count);
        if (features.Length % width != 0)
        {
            throw new ArgumentException($"The head takes {width} features a row; {features.Length} values are no multiple of it.", nameof(features));
        }

        var rows = features.Length / width;
        var logits = new float[rows * labels];
        for (var row = 0; row < rows; row++)
        {
            for (var label = 0; label < labels; label++)
            {
                logits[(row * labels) + label] =
                    head.Bias[label] + TensorPrimitives.Dot(head.Weight.AsSpan(label * width, width), features.Slice(row * width, width));
            }
        }

        return logits;
    }

    /// <summary>Computes probabilities: softmax over the classes, or one sigmoid per label.</summary>
    /// <param name="head">The head.</param>
    /// <param name="features">[rows, features], row-major.</param>
    /// <returns>[rows, labels], row-major, each in [0, 1].</returns>
    /// <exception cref="ArgumentException">The number of features is not a multiple of the head's.</exception>
    public static float[] Probabilities(ScoringHead head, ReadOnlySpan<float> features)
    {
        var values = Logits(head, features);
        HeadLoss.ToProbabilities(head.Kind, values, head.Labels.Count);
        return values;
    }

    /// <summary>Predicts classes: the most probable one, the first of equals; or, where the head has cut points, by the expected score.</summary>
    /// <param name="head">A multi-class head.</param>
    /// <param name="features">[rows, features], row-major.</param>
    /// <returns>An index into <see cref="ScoringHead.Labels"/> per row [rows].</returns>
    /// <exception cref="ArgumentException">The head is not multi-class, or the number of features is not a multiple of the head's.</exception>
    public static int[] Classes(ScoringHead head, ReadOnlySpan<float> features)
    {
        Demand(head, HeadKind.MultiClass);
        var values = head.CutPoints.Count == 0 ? Logits(head, features) : Probabilities(head, features);
        var labels = head.Labels.Count;
        var result = new int[values.Length / labels];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = ClassOf(head, values.AsSpan(row * labels, labels));
        }

        return result;
    }

    /// <summary>Predicts a class from probabilities: the most probable one, the first of equals; or, where the head has cut points, by the expected score.</summary>
    /// <param name="head">A multi-class head.</param>
    /// <param name="probabilities">The probabilities of one response [labels].</param>
    /// <returns>An index into <see cref="ScoringHead.Labels"/>.</returns>
    /// <exception cref="ArgumentException">The head is not multi-class, or there are not as many probabilities as labels.</exception>
    public static int ClassOf(ScoringHead head, ReadOnlySpan<float> probabilities)
    {
        Demand(head, HeadKind.MultiClass);
        if (probabilities.Length != head.Labels.Count)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities; the head has {head.Labels.Count} labels.", nameof(probabilities));
        }

        if (head.CutPoints.Count == 0)
        {
            return HeadLoss.IndexOfMax(probabilities);
        }

        var expected = 0.0;
        for (var c = 0; c < probabilities.Length; c++)
        {
            expected += probabilities[c] * head.LabelValues[c];
        }

        var above = 0;
        while (above < head.CutPoints.Count && expected >= head.CutPoints[above])
        {
            above++;
        }

        return above;
    }

    /// <summary>Predicts labels: those whose probability reaches their threshold.</summary>
    /// <param name="head">A multi-label head.</param>
    /// <param name="features">[rows, features], row-major.</param>
    /// <returns>[rows, labels], row-major.</returns>
    /// <exception cref="ArgumentException">The head is not multi-label, or the number of features is not a multiple of the head's.</exception>
    public static bool[] Flags(ScoringHead head, ReadOnlySpan<float> features)
    {
        Demand(head, HeadKind.MultiLabel);
        var probabilities = Probabilities(head, features);
        var flags = new bool[probabilities.Length];
        for (var i = 0; i < flags.Length; i++)
        {
            flags[i] = probabilities[i] >= head.Thresholds[i % head.Labels.Count];
        }

        return flags;
    }

    private static void Demand(ScoringHead head, HeadKind kind)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Kind != kind)
        {
            throw new ArgumentException($"The head is {head.Kind}; this needs {kind}.", nameof(head));
        }
    }
}
