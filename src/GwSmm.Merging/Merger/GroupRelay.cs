namespace GwSmm.Merging;

/// <summary>Tells of the steps of a merge method in terms of groups, so that the phase counts one thing only.</summary>
internal sealed class GroupRelay(IProgress<MergeProgress>? progress, IReadOnlyList<string> group, int done, int total) : IProgress<MergeProgress>
{
    /// <inheritdoc/>
    public void Report(MergeProgress value) =>
        progress?.Report(new MergeProgress(MergePhase.Encoders, done, total, $"{{{string.Join(", ", group)}}}: {value.Message} ({value.Done} of {value.Total})"));
}
