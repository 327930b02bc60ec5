namespace GwSmm.Evaluation;

/// <summary>The outcome of a <see cref="PairedTTest"/>.</summary>
/// <param name="Count">The number of pairs n.</param>
/// <param name="MeanDifference">The mean of first - second.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="T">The statistic; 0 where all differences are 0, infinite where all are one other number.</param>
/// <param name="PValue">The p-value, in [0, 1].</param>
/// <param name="Lower">The lower end of the two-sided confidence interval of the mean difference.</param>
/// <param name="Upper">Its upper end.</param>
public sealed record PairedTTestResult(int Count, double MeanDifference, double StandardError, double T, double PValue, double Lower, double Upper);
