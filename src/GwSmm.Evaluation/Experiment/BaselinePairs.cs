namespace GwSmm.Evaluation;

/// <summary>Compares methods and plans with the individual models with refitted heads.</summary>
internal static class BaselinePairs
{
    /// <summary>Compares.</summary>
    /// <param name="runs">The rows by method and plan.</param>
    /// <param name="baseline">The rows of the baseline.</param>
    /// <param name="metric">The metric.</param>
    /// <returns>All runs with at least two common items, but for the baselines and the chosen plan, which is one of the others; corrected together.</returns>
    public static IEnumerable<ExperimentComparison> Of(IEnumerable<IGrouping<(string Method, string Plan), ExperimentRow>> runs, IEnumerable<ExperimentRow> baseline, QualityMetric metric)
    {
        var tests = new List<ExperimentComparison>();
        foreach (var run in runs.Where(run => run.Key.Plan is not (ExperimentTable.Alone or ExperimentTable.Chosen)))
        {
            var (items, first, second) = ItemMeans.Pair(run, baseline, metric);
            if (items.Length < 2)
            {
                continue;
            }

            var t = PairedTTest.Compute(first, second);
            var interval = PairedBootstrap.MeanDifference(first, second, PlanPairs.Bootstrap);
            var seeds = run.Select(row => row.Seed).Distinct().Count();
            tests.Add(new ExperimentComparison(
                run.Key.Method, run.Key.Plan, metric, items.Length, seeds, t.MeanDifference, interval.Lower, interval.Upper, t.PValue, 1, WilcoxonSignedRank.Compute(first, second).PValue, 1)
            {
                Responses = metric == QualityMetric.ExactMatch ? Responses(run) : null,
            });
        }

        var (tHolm, wilcoxonHolm) = (HolmCorrection.Adjust([.. tests.Select(test => test.TTestPValue)]), HolmCorrection.Adjust([.. tests.Select(test => test.WilcoxonPValue)]));
        return Corrected([.. tests.Select((test, i) => test with { TTestHolm = tHolm[i], WilcoxonHolm = wilcoxonHolm[i] })]);
    }

    private static ResponseComparison? Responses(IEnumerable<ExperimentRow> rows)
    {
        var model = rows.GroupBy(row => (row.Seed, row.Draw)).FirstOrDefault(model => model.All(row => row.Agreement is not null));
        if (model is null)
        {
            return null;
        }

        var (onlyMethod, onlyBaseline) = (model.Sum(row => row.Agreement!.OnlyMethod), model.Sum(row => row.Agreement!.OnlyBaseline));
        return new ResponseComparison(model.Key.Seed, model.Key.Draw, model.Sum(row => row.Quality.Count), onlyMethod, onlyBaseline, McNemar.FromCounts(onlyMethod, onlyBaseline).MidPValue, 1);
    }

    private static List<ExperimentComparison> Corrected(List<ExperimentComparison> tests)
    {
        int[] tested = [.. Enumerable.Range(0, tests.Count).Where(i => tests[i].Responses is not null)];
        var holm = HolmCorrection.Adjust([.. tested.Select(i => tests[i].Responses!.MidPValue)]);
        for (var k = 0; k < tested.Length; k++)
        {
            var test = tests[tested[k]];
            tests[tested[k]] = test with { Responses = test.Responses! with { MidPHolm = holm[k] } };
        }

        return tests;
    }
}
