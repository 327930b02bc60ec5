namespace GwSmm.Evaluation;

/// <summary>One metric of one method under one kind of plan, over items, draws and seeds.</summary>
public sealed record ExperimentSummary
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The kind of plan.</summary>
    public required string Plan { get; init; }

    /// <summary>The metric.</summary>
    public required QualityMetric Metric { get; init; }

    /// <summary>Whether only items that share an encoder count.</summary>
    public required bool MergedOnly { get; init; }

    /// <summary>The items that count.</summary>
    public required int Items { get; init; }

    /// <summary>The seeds of the method and plan; baselines of ratios are averaged over the same.</summary>
    public required int Seeds { get; init; }

    /// <summary>The mean over the items; of each item over draws and seeds.</summary>
    public required double Mean { get; init; }

    /// <summary>The mean ratio to the individual models with refitted heads, see <see cref="Retention.Mean"/>; null for the calibration error and where no ratio is defined.</summary>
    public double? RatioToRefitted { get; init; }

    /// <summary>The mean ratio to the individual models as trained; null likewise.</summary>
    public double? RatioToRaw { get; init; }

    /// <summary>The smallest ratio to the refitted individual models; null likewise.</summary>
    public double? WorstRatio { get; init; }

    /// <summary>The item that has it; null likewise.</summary>
    public string? WorstItem { get; init; }
}
