namespace GwSmm.Evaluation;

/// <summary>The outcome of a <see cref="McNemar"/> test.</summary>
/// <param name="OnlyFirst">Responses that only the first method scores right.</param>
/// <param name="OnlySecond">Responses that only the second method scores right.</param>
/// <param name="ExactPValue">The exact two-sided binomial p-value: never too small, often too large.</param>
/// <param name="MidPValue">The two-sided mid-p-value (Fagerland et al., 2013): the one to report unless a guarantee is needed.</param>
/// <param name="ChiSquare">(|b - c| - 1)^2 / (b + c), with continuity correction; 0 where the methods never disagree.</param>
/// <param name="ChiSquarePValue">Its p-value with one degree of freedom: for large b + c only, 25 and more.</param>
public sealed record McNemarResult(int OnlyFirst, int OnlySecond, double ExactPValue, double MidPValue, double ChiSquare, double ChiSquarePValue);
