namespace GwSmm.Evaluation;

/// <summary>Compares the first listed plan of each method with its other plans.</summary>
internal static class PlanPairs
{
    /// <summary>How intervals over items are made: their ends have a standard error of about a fiftieth of their width, at no cost worth naming.</summary>
    public static readonly BootstrapOptions Bootstrap = new() { Resamples = 10_000, Threads = 1 };

    /// <summary>Compares.</summary>
    /// <param name="runs">The rows by method and plan, in the order of the list.</param>
    /// <param name="costs">The costs likewise, which tell the groups; a run without any is taken to have the same groups under all seeds.</param>
    /// <param name="metric">The metric.</param>
    /// <returns>All pairs with at least two common items, corrected together.</returns>
    public static IEnumerable<ExperimentPlanComparison> Of(
        IEnumerable<IGrouping<(string Method, string Plan), ExperimentRow>> runs, ILookup<(string Method, string Plan), ExperimentCost> costs, QualityMetric metric)
    {
        var pairs = new List<ExperimentPlanComparison>();
        foreach (var method in runs.Where(run => run.Key.Plan is not (ExperimentTable.Alone or ExperimentTable.Chosen)).GroupBy(run => run.Key.Method, StringComparer.Ordinal))
        {
            pairs.AddRange(method.Skip(1).Select(other => Compare(method.First(), other, costs, metric)).OfType<ExperimentPlanComparison>());
        }

        var (t, wilcoxon) = (HolmCorrection.Adjust([.. pairs.Select(pair => pair.TTestPValue)]), HolmCorrection.Adjust([.. pairs.Select(pair => pair.WilcoxonPValue)]));
        return pairs.Select((pair, i) => pair with { TTestHolm = t[i], WilcoxonHolm = wilcoxon[i] });
    }

    private static ExperimentPlanComparison? Compare(
        IGrouping<(string Method, string Plan), ExperimentRow> plan, IGrouping<(string Method, string Plan), ExperimentRow> other,
        ILookup<(string Method, string Plan), ExperimentCost> costs, QualityMetric metric)
    {
        var (items, first, second) = ItemMeans.Pair(plan, other, metric);
        if (items.Length < 2)
        {
            return null;
        }

        var seeds = plan.Select(row => row.Seed).Intersect(other.Select(row => row.Seed)).ToHashSet();
        var t = PairedTTest.Compute(first, second);
        var interval = PairedBootstrap.MeanDifference(first, second, Bootstrap);
        var comparison = new ExperimentPlanComparison
        {
            Method = plan.Key.Method,
            Plan = plan.Key.Plan,
            Other = other.Key.Plan,
            Metric = metric,
            Items = items.Length,
            Seeds = seeds.Count,
            MeanDifference = t.MeanDifference,
            Lower = interval.Lower,
            Upper = interval.Upper,
            TTestPValue = t.PValue,
            WilcoxonPValue = WilcoxonSignedRank.Compute(first, second).PValue,
        };
        return (plan.Any(row => row.Draw > 0), other.Any(row => row.Draw > 0)) switch
        {
            (false, true) => Among(comparison, first.Average(), DrawMeans(other, costs[other.Key], items, seeds, metric)),
            (true, false) => Among(comparison, second.Average(), DrawMeans(plan, costs[plan.Key], items, seeds, metric)),
            _ => comparison,
        };
    }

    // A draw is averaged over items and seeds just as the plan without draws is. Where its groups change with the seed, that would be a mean of different
    // plans, and such means differ less than plans do.
    private static double[] DrawMeans(IEnumerable<ExperimentRow> rows, IEnumerable<ExperimentCost> costs, string[] items, HashSet<ulong> seeds, QualityMetric metric)
    {
        if (costs.Where(cost => seeds.Contains(cost.Seed)).GroupBy(cost => cost.Draw).Any(draw => draw.Any(cost => !cost.HasSameGroups(draw.First()))))
        {
            return [];
        }

        var means = new List<double>();
        foreach (var draw in rows.Where(row => seeds.Contains(row.Seed)).GroupBy(row => row.Draw))
        {
            var values = ItemMeans.Of(draw, metric);
            if (draw.Select(row => row.Seed).Distinct().Count() == seeds.Count && Array.TrueForAll(items, values.ContainsKey))
            {
                means.Add(items.Average(item => values[item]));
            }
        }

        return [.. means];
    }

    private static ExperimentPlanComparison Among(ExperimentPlanComparison comparison, double mean, double[] draws) => draws.Length == 0 ? comparison : comparison with
    {
        Draws = draws.Length,
        DrawQuantile = draws.Average(draw => draw < mean ? 1 : draw == mean ? 0.5 : 0),
        DrawMinimum = draws.Min(),
        DrawMaximum = draws.Max(),
    };
}
