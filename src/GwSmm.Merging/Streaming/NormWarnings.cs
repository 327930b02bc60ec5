namespace GwSmm.Merging;

/// <summary>Warns of task vectors that will not merge well.</summary>
internal static class NormWarnings
{
    /// <summary>How many times as long as another a task vector may be.</summary>
    public const double LargestRatio = 10;

    /// <summary>Looks at the task vectors of a group.</summary>
    /// <param name="items">The items.</param>
    /// <param name="norms">Their norms; none where the base is unknown.</param>
    /// <returns>The warnings, one line each.</returns>
    public static IEnumerable<string> Of(IReadOnlyList<string> items, IReadOnlyList<double> norms)
    {
        for (var i = 0; i < norms.Count; i++)
        {
            if (norms[i] == 0)
            {
                yield return $"the model of item '{items[i]}' equals the base encoder: it was not fine-tuned, or --base is its own directory.";
            }
        }

        var present = Enumerable.Range(0, norms.Count).Where(i => norms[i] > 0).ToArray();
        if (present.Length > 1 && present.MaxBy(i => norms[i]) is var longest && present.MinBy(i => norms[i]) is var shortest && norms[longest] > LargestRatio * norms[shortest])
        {
            yield return FormattableString.Invariant(
                $"fine-tuning moved item '{items[longest]}' {norms[longest] / norms[shortest]:0.0} times as far from the base ({norms[longest]:G4}) as item '{items[shortest]}' ({norms[shortest]:G4}); the merged encoder will follow the former. Compare their training, or put them into different groups.");
        }
    }
}
