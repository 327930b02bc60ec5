namespace GwSmm.Evaluation;

/// <summary>Two plans under the same method; the pairs are items, each the mean over draws and common seeds.</summary>
public sealed record ExperimentPlanComparison
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The plan that is listed first.</summary>
    public required string Plan { get; init; }

    /// <summary>The plan it is compared with.</summary>
    public required string Other { get; init; }

    /// <summary>The metric.</summary>
    public required QualityMetric Metric { get; init; }

    /// <summary>The number of pairs.</summary>
    public required int Items { get; init; }

    /// <summary>The number of seeds that both plans have.</summary>
    public required int Seeds { get; init; }

    /// <summary>The mean of plan - other over the items.</summary>
    public required double MeanDifference { get; init; }

    /// <summary>The lower end of its 95 % BCa bootstrap interval over items.</summary>
    public required double Lower { get; init; }

    /// <summary>The upper end.</summary>
    public required double Upper { get; init; }

    /// <summary>Two-sided p-value of the paired t-test.</summary>
    public required double TTestPValue { get; init; }

    /// <summary>The same after Holm's correction over all such comparisons of the metric.</summary>
    public double TTestHolm { get; init; }

    /// <summary>Two-sided p-value of the signed-rank test.</summary>
    public required double WilcoxonPValue { get; init; }

    /// <summary>The same after Holm's correction.</summary>
    public double WilcoxonHolm { get; init; }

    /// <summary>Where one of the plans is random: how many of its draws have every common seed; else 0, also where some draw has other groups under another seed.</summary>
    public int Draws { get; init; }

    /// <summary>The share of those draws whose mean is below that of the plan without draws, ties counting half; null without draws.</summary>
    public double? DrawQuantile { get; init; }

    /// <summary>The smallest mean of a draw over items and common seeds; null without draws.</summary>
    public double? DrawMinimum { get; init; }

    /// <summary>The largest one; null without draws.</summary>
    public double? DrawMaximum { get; init; }
}
