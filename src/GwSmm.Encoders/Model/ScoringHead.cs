namespace GwSmm.Encoders;

/// <summary>A linear head: logits = W x + b. Immutable by convention; thread-safe to read.</summary>
public sealed class ScoringHead
{
    /// <summary>Creates a head.</summary>
    /// <param name="kind">What it predicts.</param>
    /// <param name="labels">Names of the classes or labels, in the order of the logits; at least two for multi-class, one for multi-label.</param>
    /// <param name="weight">W [labels, features], row-major; kept, not copied.</param>
    /// <param name="bias">b [labels]; kept, not copied.</param>
    /// <param name="thresholds">Multi-label only: the probability from which a label is predicted, each in (0, 1); null means 0.5.</param>
    /// <param name="cutPoints">Multi-class with ascending numeric labels only: ascending, finite, one fewer than labels; null or empty for none.</param>
    /// <exception cref="ArgumentException">Sizes, thresholds or cut points do not fit.</exception>
    public ScoringHead(
        HeadKind kind, IReadOnlyList<string> labels, float[] weight, float[] bias, IReadOnlyList<float>? thresholds = null, IReadOnlyList<float>? cutPoints = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        if (labels.Count < (kind == HeadKind.MultiClass ? 2 : 1) || bias.Length != labels.Count || weight.Length == 0 || weight.Length % labels.Count != 0)
        {
            throw new ArgumentException($"A head of {labels.Count} labels cannot have {weight.Length} weights and {bias.Length} biases.", nameof(weight));
        }

        if (thresholds is not null && (kind != HeadKind.MultiLabel || thresholds.Count != labels.Count))
        {
            throw new ArgumentException("Thresholds belong to multi-label heads, one per label.", nameof(thresholds));
        }

        var (values, problem) = cutPoints is { Count: > 0 } ? OrdinalLabels.Check(kind, labels, cutPoints) : ([], null);
        if (problem is not null)
        {
            throw new ArgumentException(problem, nameof(cutPoints));
        }

        Kind = kind;
        Labels = [.. labels];
        Weight = weight;
        Bias = bias;
        CutPoints = cutPoints?.ToArray() ?? [];
        LabelValues = values;
        Thresholds = kind == HeadKind.MultiLabel ? thresholds?.ToArray() ?? [.. Enumerable.Repeat(0.5f, labels.Count)] : [];
    }

    /// <summary>What the head predicts.</summary>
    public HeadKind Kind { get; }

    /// <summary>Names of the classes or labels, in the order of the logits.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>W [labels, features], row-major.</summary>
    public float[] Weight { get; }

    /// <summary>b [labels].</summary>
    public float[] Bias { get; }

    /// <summary>Multi-label: the probability from which each label is predicted; multi-class: empty.</summary>
    public IReadOnlyList<float> Thresholds { get; }

    /// <summary>
    /// Multi-class with numeric labels: where the expected score is cut. The predicted class is the one after all cut points that the
    /// expected score reaches. Empty where the most probable class is predicted.
    /// </summary>
    public IReadOnlyList<float> CutPoints { get; }

    /// <summary>The labels as numbers where there are cut points; else empty.</summary>
    internal double[] LabelValues { get; }

    /// <summary>The length of a feature vector.</summary>
    public int FeatureCount => Weight.Length / Bias.Length;
}
