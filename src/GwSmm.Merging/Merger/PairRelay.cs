using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>Tells of solved pairs as steps of a merge, at once and on the same thread.</summary>
internal sealed class PairRelay(string[] items, IProgress<MergeProgress> progress) : IProgress<PairProgress>
{
    /// <inheritdoc/>
    public void Report(PairProgress value)
    {
        var note = value.Converged ? string.Empty : " (not converged)";
        progress.Report(new MergeProgress(
            MergePhase.Distances, value.Done, value.Total, FormattableString.Invariant($"items {items[value.First]} and {items[value.Second]}: {value.Value:G6} after {value.Iterations} iterations{note}")));
    }
}
