namespace GwSmm.Evaluation;

/// <summary>All results of an experiment and what follows from them. Immutable; thread-safe.</summary>
public sealed class ExperimentTable
{
    /// <summary>The method of the individual models as trained.</summary>
    public const string Individual = "individual";

    /// <summary>The method of the individual encoders with refitted heads: the baseline of ratios and tests.</summary>
    public const string Refitted = "individual+head";

    /// <summary>The plan of both.</summary>
    public const string Alone = "alone";

    /// <summary>The plan that validation responses chose among the others.</summary>
    public const string Chosen = "chosen";

    private static readonly string[] Baselines = [Individual, Refitted];
    private static readonly bool[] Scopes = [false, true];
    private static readonly QualityMetric[] Metrics = Enum.GetValues<QualityMetric>();
    private readonly ILookup<(string Method, string Plan), ExperimentRow> _byRun;

    /// <summary>Collects results.</summary>
    /// <param name="rows">The results, among them those of <see cref="Individual"/> and <see cref="Refitted"/>.</param>
    /// <param name="costs">The costs.</param>
    /// <exception cref="ArgumentException">A baseline is missing, or lacks an item or a seed that another method has.</exception>
    public ExperimentTable(IEnumerable<ExperimentRow> rows, IEnumerable<ExperimentCost> costs)
    {
        Rows = [.. rows];
        Costs = [.. costs];
        _byRun = Rows.ToLookup(row => (row.Method, row.Plan));
        foreach (var baseline in Baselines)
        {
            var known = _byRun[(baseline, Alone)].Select(row => (row.Item, row.Seed)).ToHashSet();
            if (Rows.FirstOrDefault(row => !known.Contains((row.Item, row.Seed))) is { } orphan)
            {
                throw new ArgumentException($"Item '{orphan.Item}' of method '{orphan.Method}' has no result of the baseline '{baseline}' with seed {orphan.Seed}.", nameof(rows));
            }
        }

        var costsByRun = Costs.ToLookup(cost => (cost.Method, cost.Plan));
        Summaries = [.. _byRun.SelectMany(run => Metrics.SelectMany(metric => Scopes.Select(merged => Summarise(run.Key, metric, merged)))).OfType<ExperimentSummary>()];
        Comparisons = [.. Metrics.SelectMany(metric => BaselinePairs.Of(_byRun, _byRun[(Refitted, Alone)], metric))];
        PlanComparisons = [.. Metrics.SelectMany(metric => PlanPairs.Of(_byRun, costsByRun, metric))];
    }

    /// <summary>The results.</summary>
    public IReadOnlyList<ExperimentRow> Rows { get; }

    /// <summary>The costs.</summary>
    public IReadOnlyList<ExperimentCost> Costs { get; }

    /// <summary>Every method, plan and metric, over all items and over merged items only.</summary>
    public IReadOnlyList<ExperimentSummary> Summaries { get; }

    /// <summary>Every method and plan, without <see cref="Chosen"/>, against the individual models with refitted heads; empty where there are fewer than two items.</summary>
    public IReadOnlyList<ExperimentComparison> Comparisons { get; }

    /// <summary>Of each method the first listed plan against its others, without <see cref="Chosen"/>; empty where there are fewer than two items.</summary>
    public IReadOnlyList<ExperimentPlanComparison> PlanComparisons { get; }

    private ExperimentSummary? Summarise((string Method, string Plan) run, QualityMetric metric, bool mergedOnly)
    {
        List<ExperimentRow> rows = [.. _byRun[run].Where(row => !mergedOnly || row.GroupSize > 1)];
        var values = ItemMeans.Of(rows, metric);
        if (values.Count == 0)
        {
            return null;
        }

        var summary = new ExperimentSummary
        {
            Method = run.Method,
            Plan = run.Plan,
            Metric = metric,
            MergedOnly = mergedOnly,
            Items = values.Count,
            Seeds = SeedsOf(rows),
            Mean = values.Values.Average(),
        };
        if (metric == QualityMetric.CalibrationError)
        {
            return summary;
        }

        var (refitted, raw) = (Ratios(rows, Refitted, metric), Ratios(rows, Individual, metric));
        return summary with
        {
            RatioToRefitted = Defined(refitted?.Mean),
            RatioToRaw = Defined(raw?.Mean),
            WorstRatio = Defined(refitted?.Worst),
            WorstItem = refitted?.WorstItem,
        };
    }

    private Retention? Ratios(List<ExperimentRow> rows, string baseline, QualityMetric metric)
    {
        var (items, values, baselines) = ItemMeans.Pair(rows, _byRun[(baseline, Alone)], metric);
        return items.Length == 0 ? null : Retention.Compute(items, values, baselines);
    }

    private static int SeedsOf(IEnumerable<ExperimentRow> rows) => rows.Select(row => row.Seed).Distinct().Count();

    private static double? Defined(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
