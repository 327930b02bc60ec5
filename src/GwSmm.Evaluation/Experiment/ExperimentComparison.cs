namespace GwSmm.Evaluation;

/// <summary>Paired tests of one method under one kind of plan against the individual models with refitted heads; the pairs are items.</summary>
/// <param name="Method">The method.</param>
/// <param name="Plan">The kind of plan.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Items">The number of pairs: items, each the mean over draws and seeds.</param>
/// <param name="Seeds">The number of seeds of the method and plan; the baseline is averaged over the same.</param>
/// <param name="MeanDifference">The mean of method - baseline.</param>
/// <param name="Lower">The lower end of its 95 % BCa bootstrap interval over items.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="TTestPValue">Two-sided p-value of the paired t-test.</param>
/// <param name="TTestHolm">The same after Holm's correction over all methods and plans of the metric.</param>
/// <param name="WilcoxonPValue">Two-sided p-value of the signed-rank test.</param>
/// <param name="WilcoxonHolm">The same after Holm's correction.</param>
public sealed record ExperimentComparison(
    string Method, string Plan, QualityMetric Metric, int Items, int Seeds, double MeanDifference, double Lower, double Upper, double TTestPValue, double TTestHolm,
    double WilcoxonPValue, double WilcoxonHolm)
{
    /// <summary>The test over responses; null but for <see cref="QualityMetric.ExactMatch"/>, and where no seed has the counts.</summary>
    public ResponseComparison? Responses { get; init; }
}
