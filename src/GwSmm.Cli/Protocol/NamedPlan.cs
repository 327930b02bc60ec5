using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>A plan of an experiment.</summary>
/// <param name="Label">The kind of plan, as in the tables.</param>
/// <param name="Draw">Which of that kind, from 0.</param>
/// <param name="Plan">The groups.</param>
internal sealed record NamedPlan(string Label, int Draw, MergePlan Plan);
