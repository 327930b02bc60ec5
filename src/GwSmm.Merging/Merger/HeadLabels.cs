using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Gives a refitted head the labels of the head that it replaces.</summary>
internal static class HeadLabels
{
    private const float NeverSeenBias = -10_000;

    /// <summary>Reorders rows by label name, thresholds and cut points with them; a label that the refitted head does not know gets weight 0 and a bias that is never predicted.</summary>
    /// <param name="head">The refitted head; its labels are among <paramref name="labels"/>.</param>
    /// <param name="labels">The labels to have.</param>
    /// <returns>The head itself where nothing changes.</returns>
    public static ScoringHead Align(ScoringHead head, IReadOnlyList<string> labels)
    {
        if (head.Labels.SequenceEqual(labels, StringComparer.Ordinal))
        {
            return head;
        }

        var width = head.FeatureCount;
        var weight = new float[labels.Count * width];
        var bias = new float[labels.Count];
        Array.Fill(bias, NeverSeenBias);
        var thresholds = head.Kind == HeadKind.MultiLabel ? Enumerable.Repeat(0.5f, labels.Count).ToArray() : null;
        var known = new bool[labels.Count];
        for (var row = 0; row < head.Labels.Count; row++)
        {
            var target = labels.ToList().IndexOf(head.Labels[row]);
            Array.Copy(head.Weight, row * width, weight, target * width, width);
            bias[target] = head.Bias[row];
            known[target] = true;
            if (thresholds is not null)
            {
                thresholds[target] = head.Thresholds[row];
            }
        }

        return new ScoringHead(head.Kind, labels, weight, bias, thresholds, head.CutPoints.Count > 0 ? CutPointSearch.Expand(head.CutPoints, known) : null);
    }
}
