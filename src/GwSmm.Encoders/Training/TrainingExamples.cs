using System.Globalization;

namespace GwSmm.Encoders;

/// <summary>Responses as token numbers with their targets.</summary>
internal sealed class TrainingExamples
{
    private readonly HeadKind _kind;
    private readonly int[] _classes;
    private readonly bool[] _flags;
    private readonly double[]? _weights;

    /// <summary>Joins sequences and targets.</summary>
    /// <param name="sequences">Token numbers of every response.</param>
    /// <param name="responses">Their targets.</param>
    /// <param name="weights">How much a response of each class counts; null for 1.</param>
    public TrainingExamples(IReadOnlyList<int[]> sequences, ResponseSet responses, double[]? weights = null)
    {
        _weights = weights;
        Sequences = sequences;
        _kind = responses.Kind;
        _classes = responses.Classes;
        _flags = responses.Flags;
        Labels = responses.Labels.Count;
        AreOrdered = _kind == HeadKind.MultiClass
            && responses.Labels.All(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>Whether the classes are numbers, ascending.</summary>
    public bool AreOrdered { get; }

    /// <summary>The class of a response; multi-class only.</summary>
    public int ClassOf(int row) => _classes[row];

    /// <summary>Token numbers of every response.</summary>
    public IReadOnlyList<int[]> Sequences { get; }

    /// <summary>Classes or labels.</summary>
    public int Labels { get; }

    /// <summary>What a prediction is counted by: one per response, or one per response and label.</summary>
    public int Decisions => _kind == HeadKind.MultiClass ? 1 : Labels;

    /// <summary>Sums the losses of responses, each counting 1.</summary>
    public double Loss(ReadOnlySpan<int> order, Span<float> logits) => Loss(order, logits, 0, null);

    /// <summary>Sums the weighted losses of responses; the gradients of their logits, times a factor, replace the logits.</summary>
    public double WeightedLoss(ReadOnlySpan<int> order, Span<float> logits, double factor) => Loss(order, logits, factor, _weights);

    /// <summary>Counts right predictions (multi-label: at threshold 0.5).</summary>
    public int CountRight(ReadOnlySpan<int> order, ReadOnlySpan<float> logits)
    {
        var right = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var row = logits.Slice(i * Labels, Labels);
            if (_kind == HeadKind.MultiClass)
            {
                right += HeadLoss.IndexOfMax(row) == _classes[order[i]] ? 1 : 0;
                continue;
            }

            for (var label = 0; label < Labels; label++)
            {
                right += row[label] >= 0 == _flags[(order[i] * Labels) + label] ? 1 : 0;
            }
        }

        return right;
    }

    private double Loss(ReadOnlySpan<int> order, Span<float> logits, double factor, double[]? weights)
    {
        var sum = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            var row = logits.Slice(i * Labels, Labels);
            if (_kind == HeadKind.MultiLabel)
            {
                sum += HeadLoss.MultiLabel(row, _flags.AsSpan(order[i] * Labels, Labels), factor);
                continue;
            }

            var target = _classes[order[i]];
            var weight = weights?[target] ?? 1;
            sum += weight * HeadLoss.MultiClass(row, target, factor * weight);
        }

        return sum;
    }
}
