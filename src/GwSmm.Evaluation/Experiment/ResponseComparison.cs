namespace GwSmm.Evaluation;

/// <summary>
/// McNemar's test of one model against the individual models with refitted heads, over the test responses to all items. Other seeds and draws score the
/// same responses, which are no new ones, so one seed and draw is tested: the first listed that has the counts.
/// </summary>
/// <param name="Seed">The seed.</param>
/// <param name="Draw">The draw.</param>
/// <param name="Responses">The number of responses.</param>
/// <param name="OnlyMethod">Responses that only the method scores right.</param>
/// <param name="OnlyBaseline">Responses that only the baseline scores right.</param>
/// <param name="MidPValue">The two-sided mid-p-value.</param>
/// <param name="MidPHolm">The same after Holm's correction over all methods and plans.</param>
public sealed record ResponseComparison(ulong Seed, int Draw, int Responses, int OnlyMethod, int OnlyBaseline, double MidPValue, double MidPHolm);
