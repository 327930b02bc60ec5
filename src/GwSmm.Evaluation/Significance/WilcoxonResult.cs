namespace GwSmm.Evaluation;

/// <summary>The outcome of a <see cref="WilcoxonSignedRank"/> test.</summary>
/// <param name="Count">The number of pairs that differ; pairs without difference are left out.</param>
/// <param name="PositiveRanks">The sum of the ranks of positive differences, W+.</param>
/// <param name="NegativeRanks">The sum of the ranks of negative differences, W-.</param>
/// <param name="Exact">Whether the p-value comes from the exact distribution; if not, from the normal one.</param>
/// <param name="PValue">The p-value, in [0, 1]; 1 where no pair differs.</param>
public sealed record WilcoxonResult(int Count, double PositiveRanks, double NegativeRanks, bool Exact, double PValue);
