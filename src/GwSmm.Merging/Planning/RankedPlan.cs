namespace GwSmm.Merging;

/// <summary>A plan and what an objective says of it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Score">The objective: the smaller, the better.</param>
public sealed record RankedPlan(MergePlan Plan, double Score);
