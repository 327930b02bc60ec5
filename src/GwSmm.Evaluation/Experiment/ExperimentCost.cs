namespace GwSmm.Evaluation;

/// <summary>What one model costs: method x plan x draw x seed.</summary>
/// <param name="Method">The method.</param>
/// <param name="Plan">The kind of plan.</param>
/// <param name="Draw">Which plan of that kind, from 0.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Groups">The groups, item names in each.</param>
/// <param name="Bytes">Bytes of the saved model.</param>
/// <param name="MillisecondsPerResponse">Mean time to score a test response.</param>
/// <param name="PeakMemoryBytes">The largest working set of the process so far: it never falls, so only the first large one tells.</param>
/// <param name="MergeSeconds">Time to merge and to fit the heads; 0 for the individual models.</param>
/// <param name="Validation">Mean over the items of the metric that chooses, on validation responses; null where none were held out.</param>
public sealed record ExperimentCost(
    string Method, string Plan, int Draw, ulong Seed, IReadOnlyList<IReadOnlyList<string>> Groups, long Bytes, double MillisecondsPerResponse, long PeakMemoryBytes,
    double MergeSeconds, double? Validation)
{
    /// <summary>Tells whether another model has the same groups, in whatever order.</summary>
    /// <param name="other">The other model's costs.</param>
    /// <returns>Whether it has.</returns>
    public bool HasSameGroups(ExperimentCost other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Groups.Count == other.Groups.Count
            && Groups.All(group => other.Groups.Any(match => match.Count == group.Count && !match.Except(group, StringComparer.Ordinal).Any()));
    }
}
