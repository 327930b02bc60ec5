using GwSmm.Encoders;

namespace GwSmm.MLNet;

/// <summary>How many responses a head predicts right.</summary>
internal static class TrainingAccuracy
{
    /// <summary>The share of responses predicted right (multi-label: all labels right), 0 to 1.</summary>
    /// <param name="head">The head.</param>
    /// <param name="features">[rows, features], row-major.</param>
    /// <param name="responses">The responses [rows].</param>
    public static double Of(ScoringHead head, float[] features, ResponseSet responses)
    {
        var right = 0;
        if (head.Kind == HeadKind.MultiClass)
        {
            var predicted = HeadPredictor.Classes(head, features);
            for (var row = 0; row < predicted.Length; row++)
            {
                right += string.Equals(head.Labels[predicted[row]], responses.Labels[responses.Classes[row]], StringComparison.Ordinal) ? 1 : 0;
            }
        }
        else
        {
            var labels = head.Labels.Count;
            var predicted = HeadPredictor.Flags(head, features);
            for (var row = 0; row < responses.Count; row++)
            {
                right += predicted.AsSpan(row * labels, labels).SequenceEqual(responses.Flags.AsSpan(row * labels, labels)) ? 1 : 0;
            }
        }

        return (double)right / responses.Count;
    }
}
