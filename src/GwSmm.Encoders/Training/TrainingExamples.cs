using System.Globalization;

namespace GwSmm.Encoders;

/// <summary>Responses as token numbers with their targets.</summary>
internal sealed class TrainingExamples
{
    private readonly HeadKind _kind;
    private readonly int[] _classes;
    private readonly bool[] _flags;

    /// <summary>Joins sequences and targets.</summary>
    /// <param name="sequences">Token numbers of every response.</param>
    /// <param name="responses">Their targets.</param>
    public TrainingExamples(IReadOnlyList<int[]> sequences, ResponseSet responses)
    {
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

    /// <summary>Sums the losses of responses; the gradients of their logits, times a factor, replace the logits.</summary>
    public double Loss(ReadOnlySpan<int> order, Span<float> logits, double factor)
    {
        var sum = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            var row = logits.Slice(i * Labels, Labels);
            sum += _kind == HeadKind.MultiClass
                ? HeadLoss.MultiClass(row, _classes[order[i]], factor)
                : HeadLoss.MultiLabel(row, _flags.AsSpan(order[i] * Labels, Labels), factor);
        }

        return sum;
    }

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
}
