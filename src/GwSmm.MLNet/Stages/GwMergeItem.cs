namespace GwSmm.MLNet;

/// <summary>What became of one item in a merge.</summary>
/// <param name="Item">The item.</param>
/// <param name="Group">Its group, from 1.</param>
/// <param name="Responses">Its training responses.</param>
/// <param name="MeasuredResponses">Those of them that the accuracies are measured on; they are no estimate for new responses.</param>
/// <param name="AccuracyBefore">Share that its own scorer predicts right in single precision, 0 to 1 (multi-label: all labels right).</param>
/// <param name="AccuracyAfter">Share that the merged encoder with its head predicts right, at the precision of <see cref="GwMergeOptions.Precision"/>.</param>
public sealed record GwMergeItem(string Item, int Group, int Responses, int MeasuredResponses, double AccuracyBefore, double AccuracyAfter)
{
    /// <summary>The most responses of an item that are measured.</summary>
    public const int MostMeasured = 200;
}
