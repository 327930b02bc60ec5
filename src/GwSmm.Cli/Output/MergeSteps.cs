using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>Shows the steps of a merge in the bar or the lines of a phase.</summary>
internal static class MergeSteps
{
    private static readonly int PhaseCount = Enum.GetValues<MergePhase>().Length;

    /// <summary>The merge is the whole phase.</summary>
    /// <param name="phase">The phase.</param>
    public static IProgress<MergeProgress> Of(PhaseProgress phase) => new InlineProgress<MergeProgress>(step => phase.Update(Share(step), step.Message));

    /// <summary>The merge is one of several.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="done">Merges that are done.</param>
    /// <param name="total">All merges.</param>
    /// <param name="name">What is merged, in words.</param>
    public static IProgress<MergeProgress> Within(PhaseProgress phase, int done, int total, string name) =>
        new InlineProgress<MergeProgress>(step => phase.Update((done + Share(step)) / total, $"{name}: {step.Message}"));

    private static double Share(MergeProgress step) => ((int)step.Phase + ((double)step.Done / step.Total)) / PhaseCount;
}
