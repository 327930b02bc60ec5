using System.Text.Json;

namespace GwSmm.Evaluation.Tests;

public class PlanComparisonTests
{
    // Item values are eighths, so means of them are exact. The fourth draw lacks the second seed.
    private static readonly ExperimentRow[] AllRows =
    [
        .. Rows(ExperimentTable.Individual, ExperimentTable.Alone, 0, 1, 1, 1, 1), .. Rows(ExperimentTable.Individual, ExperimentTable.Alone, 0, 2, 1, 1, 1),
        .. Rows(ExperimentTable.Refitted, ExperimentTable.Alone, 0, 1, 1, 1, 0.5), .. Rows(ExperimentTable.Refitted, ExperimentTable.Alone, 0, 2, 1, 0.5, 1),
        .. Rows("average", "gw", 0, 1, 0.75, 0.5, 0.625), .. Rows("average", "gw", 0, 2, 0.5, 0.5, 1),
        .. Rows("average", "subject", 0, 1, 0.625, 0.5, 0.375),
        .. Rows("average", "random", 0, 1, 0.5, 0.5, 0.5), .. Rows("average", "random", 0, 2, 0.5, 0.5, 0.5),
        .. Rows("average", "random", 1, 1, 0.75, 0.5, 0.625), .. Rows("average", "random", 1, 2, 0.5, 0.5, 1),
        .. Rows("average", "random", 2, 1, 0.75, 0.75, 0.75), .. Rows("average", "random", 2, 2, 0.75, 0.75, 0.75),
        .. Rows("average", "random", 3, 1, 0, 0, 0),
        .. Rows("average", ExperimentTable.Chosen, 0, 1, 0.75, 0.5, 0.625),
        .. Rows("single", "gw", 0, 2, 0.5, 0.5, 1),
    ];

    private static readonly ExperimentTable Table = new(AllRows, []);

    [Fact]
    public void The_first_plan_of_each_method_is_compared_with_the_others_but_not_with_the_chosen_one()
    {
        Assert.Equal(["gw-subject", "gw-random"], Table.PlanComparisons.Where(c => c.Metric == QualityMetric.Qwk).Select(c => $"{c.Plan}-{c.Other}"), StringComparer.Ordinal);
        Assert.Equal(2 * 7, Table.PlanComparisons.Count);
        Assert.All(Table.PlanComparisons, c => Assert.Equal("average", c.Method));
    }

    [Fact]
    public void Plans_are_compared_over_common_seeds_only()
    {
        var subject = Find("subject");

        // Seed 1 alone: differences 1/8, 0, 1/4, so t = sqrt 3 with 2 degrees of freedom; two positive ranks.
        Assert.Equal((3, 1, 0.125), (subject.Items, subject.Seeds, subject.MeanDifference));
        Assert.Equal(1 - Math.Sqrt(3 / 5.0), subject.TTestPValue, 1e-12);
        Assert.Equal(0.5, subject.WilcoxonPValue, 1e-12);
        Assert.Equal((0, null), (subject.Draws, subject.DrawQuantile));
    }

    [Fact]
    public void Random_plans_are_averaged_over_draws_before_seeds_and_seeds_before_items()
    {
        var random = Find("random");
        Assert.Equal((3, 2), (random.Items, random.Seeds));
        Assert.Equal(((0.625 - ((0.5 + (1.75 / 3)) / 2)) + (0.5 - ((0.4375 + (1.75 / 3)) / 2)) + (0.8125 - ((0.46875 + 0.75) / 2))) / 3, random.MeanDifference, 1e-12);
    }

    [Fact]
    public void The_quantile_is_among_the_draws_that_have_all_seeds()
    {
        var random = Find("random");

        // Draw means 1/2, the plan's own and 3/4: one below, one tie.
        Assert.Equal((3, 0.5, 0.5, 0.75), (random.Draws, random.DrawQuantile, random.DrawMinimum, random.DrawMaximum));
        var reversed = new ExperimentTable([.. AllRows.Where(row => row.Plan is ExperimentTable.Alone or "random"), .. AllRows.Where(row => row.Plan is "gw")], []);
        Assert.Equal(0.5, Assert.Single(reversed.PlanComparisons, c => c.Metric == QualityMetric.Qwk).DrawQuantile);
    }

    [Theory]
    [InlineData("B", "A", "C", 3)]
    [InlineData("C", "A", "B", 0)]
    public void A_draw_that_has_other_groups_under_another_seed_is_no_plan_to_rank(string first, string second, string alone, int draws)
    {
        string[][] before = [["A", "B"], ["C"]], after = [[alone], [first, second]];
        var table = new ExperimentTable(AllRows, [Cost(0, 1, before), Cost(0, 2, before), Cost(1, 1, before), Cost(1, 2, after)]);
        var random = Assert.Single(table.PlanComparisons, c => c is { Metric: QualityMetric.Qwk, Other: "random" });
        Assert.Equal((draws, draws > 0, draws > 0, draws > 0), (random.Draws, random.DrawQuantile.HasValue, random.DrawMinimum.HasValue, random.DrawMaximum.HasValue));
        Assert.Equal((Find("random").MeanDifference, Find("random").Lower), (random.MeanDifference, random.Lower));

        static ExperimentCost Cost(int draw, ulong seed, string[][] groups) => new("average", "random", draw, seed, groups, 1, 1, 1, 1, null);
    }

    [Fact]
    public void Intervals_are_those_of_the_bootstrap_over_items_and_p_values_are_corrected_together()
    {
        var (subject, random) = (Find("subject"), Find("random"));
        var expected = PairedBootstrap.MeanDifference([0.75, 0.5, 0.625], [0.625, 0.5, 0.375], new BootstrapOptions { Resamples = 10_000 });
        Assert.Equal((expected.Lower, expected.Upper), (subject.Lower, subject.Upper));
        Assert.InRange(subject.MeanDifference, subject.Lower, subject.Upper);
        Assert.Equal(HolmCorrection.Adjust([subject.TTestPValue, random.TTestPValue]), new[] { subject.TTestHolm, random.TTestHolm });
        Assert.Equal(HolmCorrection.Adjust([subject.WilcoxonPValue, random.WilcoxonPValue]), new[] { subject.WilcoxonHolm, random.WilcoxonHolm });
    }

    [Fact]
    public void Baselines_are_averaged_over_the_seeds_of_the_method()
    {
        var summary = Assert.Single(Table.Summaries, s => s is { Method: "single", Metric: QualityMetric.Qwk, MergedOnly: false });
        Assert.Equal((1, 3), (summary.Seeds, summary.Items));
        Assert.Equal((0.5 + 1 + 1) / 3, summary.RatioToRefitted!.Value, 1e-12);
        var test = Assert.Single(Table.Comparisons, c => c is { Method: "single", Metric: QualityMetric.Qwk });
        Assert.Equal((1, -0.5 / 3), (test.Seeds, test.MeanDifference));
        Assert.Equal(2, Table.Summaries.First(s => s is { Method: "average", Plan: "gw" }).Seeds);
    }

    [Fact]
    public void A_seed_without_baseline_is_refused() => Assert.Contains(
        "with seed 2", Assert.Throws<ArgumentException>(() => new ExperimentTable(AllRows.Where(row => row.Seed == 1 || row.Plan is "gw"), [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_tell_of_plans()
    {
        var lines = ExperimentCsv.Plans(Table).TrimEnd('\n').Split('\n');
        Assert.Equal(1 + Table.PlanComparisons.Count, lines.Length);
        Assert.Equal("method,plan,other,metric,itemCount,seeds,meanDifference,lower95,upper95,tTestP,tTestHolm,wilcoxonP,wilcoxonHolm,draws,drawQuantile,drawMinimum,drawMaximum", lines[0]);
        Assert.StartsWith("average,gw,subject,accuracy,3,1,0.125,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",0,,,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",3,0.5,0.5,0.75", lines[2], StringComparison.Ordinal);
        Assert.Contains("| average | gw | random | QWK | 3 | 2 | +0.0920 |", ExperimentMarkdown.Write(Table, "Trial"), StringComparison.Ordinal);
        Assert.Contains("0.500 of 3 (0.500 to 0.750)", ExperimentMarkdown.Write(Table, "Trial"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_and_costs_are_read_back_as_they_were()
    {
        var table = new ExperimentTable(AllRows, [new ExperimentCost("average", "gw", 0, 1, [["A", "B"], ["C"]], 2_000_000, 0.1, 7_000_000, 1 / 3.0, null)]);
        var json = ExperimentJson.Write(table, new Dictionary<string, object>(StringComparer.Ordinal));
        using var document = JsonDocument.Parse(json);
        var (rows, costs) = ExperimentJson.Read(document.RootElement);
        Assert.Equal(json, ExperimentJson.Write(new ExperimentTable(rows, costs), new Dictionary<string, object>(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("{}", "no experiment that gwsmm wrote")]
    [InlineData("""{"formatVersion": 2}""", "format version 2; expected 1")]
    [InlineData("""{"formatVersion": 1, "rows": [null], "costs": []}""", "empty row or cost")]
    [InlineData("""{"formatVersion": 1, "rows": [{"method": "a"}], "costs": []}""", "no experiment that gwsmm wrote")]
    [InlineData("""{"formatVersion": 1, "rows": 3, "costs": []}""", "no experiment that gwsmm wrote")]
    public void What_is_no_experiment_is_refused(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Contains(expected, Assert.Throws<GwSmmException>(() => ExperimentJson.Read(document.RootElement)).Message, StringComparison.Ordinal);
    }

    private static ExperimentPlanComparison Find(string other) =>
        Assert.Single(Table.PlanComparisons, c => c.Metric == QualityMetric.Qwk && string.Equals(c.Other, other, StringComparison.Ordinal));

    private static IEnumerable<ExperimentRow> Rows(string method, string plan, int draw, ulong seed, params double[] values) => values.Select((value, i) => new ExperimentRow(
        method, plan, draw, seed, "ABC"[i].ToString(), 2, new ItemQuality
        {
            Count = 8,
            Accuracy = value,
            MicroF1 = value,
            MacroF1 = value,
            ExactMatch = value,
            LabelAccuracies = [value],
            Qwk = value,
            CalibrationError = 1 - value,
        }));
}
