namespace GwSmm.Merging;

/// <summary>How far a merge is.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Done">Steps of the phase that are done.</param>
/// <param name="Total">All steps of the phase.</param>
/// <param name="Message">What was done last, in words.</param>
public sealed record MergeProgress(MergePhase Phase, int Done, int Total, string Message);
