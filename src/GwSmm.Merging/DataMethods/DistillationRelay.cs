using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Tells of a distillation as steps of a merge, at once and on the same thread.</summary>
internal sealed class DistillationRelay(IProgress<MergeProgress> progress) : IProgress<DistillationProgress>
{
    /// <inheritdoc/>
    public void Report(DistillationProgress value) => progress.Report(new MergeProgress(
        MergePhase.Encoders, value.Step, value.Steps, FormattableString.Invariant($"distilled, feature loss {value.FeatureLoss:F4}, label divergence {value.LogitLoss:F4}")));
}
