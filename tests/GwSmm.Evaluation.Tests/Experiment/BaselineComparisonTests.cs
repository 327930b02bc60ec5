using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Evaluation.Tests;

public class BaselineComparisonTests
{
    private static readonly ResponseAgreement Better = new(4, 3, 1, 0);
    private static readonly ResponseAgreement Worse = new(2, 0, 6, 0);

    // Seed 1 of the first method was run before responses were counted. The last plan is a copy of another.
    private static readonly ExperimentTable Table = new(
        [
            .. Rows(ExperimentTable.Individual, ExperimentTable.Alone, 0, 1, null, 1, 1, 1), .. Rows(ExperimentTable.Individual, ExperimentTable.Alone, 0, 2, null, 1, 1, 1),
            .. Rows(ExperimentTable.Refitted, ExperimentTable.Alone, 0, 1, null, 1, 0.5, 0.25), .. Rows(ExperimentTable.Refitted, ExperimentTable.Alone, 0, 2, null, 1, 0.5, 0.75),
            .. Rows("average", "gw", 0, 1, null, 0.75, 0.5, 0.625), .. Rows("average", "gw", 0, 2, Better, 0.5, 0.5, 1),
            .. Rows("ties", "random", 0, 1, Worse, 0.5, 0.5, 1), .. Rows("ties", "random", 1, 1, Better, 0.5, 0.5, 1), .. Rows("ties", "random", 0, 2, Better, 0.5, 0.5, 1),
            .. Rows("old", "gw", 0, 1, null, 0.5, 0.25, 0.25),
            .. Rows("average", ExperimentTable.Chosen, 0, 1, Better, 0.75, 0.5, 0.625),
        ],
        []);

    [Fact]
    public void The_interval_is_that_of_the_bootstrap_over_items()
    {
        var test = Find("average", QualityMetric.Qwk);
        var expected = PairedBootstrap.MeanDifference([0.625, 0.5, 0.8125], [1, 0.5, 0.5], new BootstrapOptions { Resamples = 10_000 });
        Assert.Equal((expected.Lower, expected.Upper), (test.Lower, test.Upper));
        Assert.InRange(test.MeanDifference, test.Lower, test.Upper);
    }

    [Fact]
    public void McNemar_counts_the_responses_to_all_items_under_the_first_seed_and_draw_that_has_them()
    {
        var average = Find("average", QualityMetric.ExactMatch).Responses!;
        Assert.Equal((2ul, 0, 24, 9, 3, McNemar.FromCounts(9, 3).MidPValue), (average.Seed, average.Draw, average.Responses, average.OnlyMethod, average.OnlyBaseline, average.MidPValue));
        var ties = Find("ties", QualityMetric.ExactMatch).Responses!;
        Assert.Equal((1ul, 0, 0, 18), (ties.Seed, ties.Draw, ties.OnlyMethod, ties.OnlyBaseline));
        Assert.Equal(HolmCorrection.Adjust([average.MidPValue, ties.MidPValue]), new[] { average.MidPHolm, ties.MidPHolm });
        Assert.Null(Find("old", QualityMetric.ExactMatch).Responses);
        Assert.Null(Find("average", QualityMetric.Qwk).Responses);
    }

    [Fact]
    public void Files_tell_of_interval_and_responses()
    {
        var test = Find("average", QualityMetric.ExactMatch);
        var lines = ExperimentCsv.Comparisons(Table).Split('\n');
        Assert.Equal(
            "method,plan,metric,itemCount,seeds,meanDifference,lower95,upper95,tTestP,tTestHolm,wilcoxonP,wilcoxonHolm,mcNemarSeed,mcNemarDraw,responses,onlyMethodRight,onlyBaselineRight,mcNemarMidP,mcNemarHolm",
            lines[0]);
        Assert.Contains(lines, line => line.StartsWith(FormattableString.Invariant($"average,gw,exactMatch,3,2,{test.MeanDifference},{test.Lower},{test.Upper},"), StringComparison.Ordinal)
            && line.EndsWith(FormattableString.Invariant($",2,0,24,9,3,{test.Responses!.MidPValue},{test.Responses.MidPHolm}"), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("average,gw,qwk,", StringComparison.Ordinal) && line.EndsWith(",,,,,,,", StringComparison.Ordinal));
        Assert.Contains("average,gw,0,2,A,2,8,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,4,3,1,0\n", ExperimentCsv.Rows(Table), StringComparison.Ordinal);
        Assert.Contains("average,gw,0,1,A,2,8,0.75,0.75,0.75,0.75,0.75,0.75,0.25,0.75,,,,\n", ExperimentCsv.Rows(Table), StringComparison.Ordinal);
        Assert.Contains("| average | gw | 2 | 0 | 24 | 9 | 3 |", ExperimentMarkdown.Write(Table, "Trial"), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_are_read_back_and_may_be_absent()
    {
        var node = JsonNode.Parse(ExperimentJson.Write(Table, new Dictionary<string, object>(StringComparer.Ordinal)))!;
        foreach (var row in node["rows"]!.AsArray().Where(row => row!["agreement"] is null))
        {
            row!.AsObject().Remove("agreement");
        }

        using var document = JsonDocument.Parse(node.ToJsonString());
        Assert.Equal(Table.Rows.Select(row => row.Agreement), ExperimentJson.Read(document.RootElement).Rows.Select(row => row.Agreement));
    }

    [Fact]
    public void Responses_are_counted_by_who_is_right()
    {
        Assert.Equal(new ResponseAgreement(1, 2, 1, 1), ResponseAgreement.Of([true, true, false, false, true], [true, false, true, false, false]));
        Assert.Throws<ArgumentException>(() => ResponseAgreement.Of([true], []));
    }

    [Fact]
    public void The_chosen_plan_is_not_tested_once_more() => Assert.DoesNotContain(Table.Comparisons, c => c.Plan is ExperimentTable.Chosen);

    private static ExperimentComparison Find(string method, QualityMetric metric) =>
        Assert.Single(Table.Comparisons, c => c.Metric == metric && string.Equals(c.Method, method, StringComparison.Ordinal));

    private static IEnumerable<ExperimentRow> Rows(string method, string plan, int draw, ulong seed, ResponseAgreement? agreement, params double[] values) => values.Select((value, i) => new ExperimentRow(
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
        })
    {
        Agreement = agreement,
    });
}
