namespace GwSmm.Evaluation.Tests;

public class ExperimentTableTests
{
    private static readonly ExperimentTable Table = new(
        [
            .. Rows(ExperimentTable.Individual, ExperimentTable.Alone, 0, 1, 1, 1, 1),
            .. Rows(ExperimentTable.Refitted, ExperimentTable.Alone, 0, 1, 0.75, 1, 1),
            .. Rows("average", "random", 0, 2, 0.5, 0.75, 1),
            .. Rows("average", "random", 1, 2, 1, 0.75, 1),
        ],
        [new ExperimentCost("average", "random", 0, 1, [["A", "B"], ["C"]], 2_000_000, 0.5, 7_000_000, 1, 0.5)]);

    [Fact]
    public void Means_are_over_draws_first_and_then_over_items()
    {
        var summary = Summary(QualityMetric.Accuracy, mergedOnly: false);
        Assert.Equal(3, summary.Items);
        Assert.Equal(2.5 / 3, summary.Mean, 1e-12);
        Assert.Equal((1 + 0.75 + 1) / 3, summary.RatioToRefitted!.Value, 1e-12);
        Assert.Equal((0.75 + 0.75 + 1) / 3, summary.RatioToRaw!.Value, 1e-12);
        Assert.Equal((0.75, "B"), (summary.WorstRatio, summary.WorstItem));
    }

    [Fact]
    public void Items_alone_do_not_count_among_the_merged()
    {
        var summary = Summary(QualityMetric.Accuracy, mergedOnly: true);
        Assert.Equal((2, 0.75), (summary.Items, summary.Mean));
        Assert.DoesNotContain(Table.Summaries, s => s.MergedOnly && string.Equals(s.Plan, ExperimentTable.Alone, StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_have_no_ratio_and_classes_without_numbers_no_kappa()
    {
        Assert.Null(Summary(QualityMetric.CalibrationError, mergedOnly: false).RatioToRefitted);
        Assert.DoesNotContain(Table.Summaries, s => s.Metric == QualityMetric.Qwk);
    }

    [Fact]
    public void Tests_pair_items_with_the_refitted_individual_models()
    {
        var test = Assert.Single(Table.Comparisons, c => c.Metric == QualityMetric.Accuracy);
        var expected = PairedTTest.Compute([0.75, 0.75, 1], [0.75, 1, 1]);
        Assert.Equal((3, expected.MeanDifference, expected.PValue), (test.Items, test.MeanDifference, test.TTestPValue));
        Assert.Equal((test.TTestPValue, 1), (test.TTestHolm, test.WilcoxonHolm));
    }

    [Fact]
    public void A_result_without_baseline_is_refused() =>
        Assert.Contains("no result of the baseline", Assert.Throws<ArgumentException>(() => new ExperimentTable(Rows("average", "pairs", 0, 2, 1, 1, 1), [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Csv_has_a_line_for_every_row_and_quotes_what_needs_it()
    {
        var lines = ExperimentCsv.Rows(Table).TrimEnd('\n').Split('\n');
        Assert.Equal(13, lines.Length);
        Assert.Equal("method,plan,draw,seed,item,groupSize,n,accuracy,microF1,macroF1,exactMatch,labelAccuracy,qwk,calibrationError,labelAccuracies,bothRight,onlyMethodRight,onlyBaselineRight,bothWrong", lines[0]);
        Assert.StartsWith("average,random,1,1,A,2,4,1,1,1,1,1,,", lines[10], StringComparison.Ordinal);
        Assert.Contains("average,random,0,1,A B | C,2000000,0.5,7000000,1,0.5", ExperimentCsv.Costs(Table), StringComparison.Ordinal);
        var odd = new ExperimentTable([.. Rows(ExperimentTable.Individual, ExperimentTable.Alone, 0, 1, 1), .. Rows(ExperimentTable.Refitted, ExperimentTable.Alone, 0, 1, 1), .. Rows("a,\"b\"", "p", 0, 1, 1)], []);
        Assert.Contains("\n\"a,\"\"b\"\"\",p,", ExperimentCsv.Rows(odd), StringComparison.Ordinal);
        Assert.Empty(odd.Comparisons);
        Assert.Contains("average,random,accuracy,merged,2,1,0.75,", ExperimentCsv.Summary(Table), StringComparison.Ordinal);
        Assert.Equal(1 + Table.Comparisons.Count, ExperimentCsv.Comparisons(Table).TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Markdown_and_json_tell_the_same()
    {
        var page = ExperimentMarkdown.Write(Table, "Trial");
        Assert.StartsWith("# Trial\n", page, StringComparison.Ordinal);
        Assert.Contains("| average | random | 3 | 1 | 0.833 |", page, StringComparison.Ordinal);
        Assert.Contains("0.750 (B)", page, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(ExperimentJson.Write(Table, new Dictionary<string, object>(StringComparer.Ordinal) { ["seed"] = 1 }));
        Assert.Equal(12, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal("accuracy", json.RootElement.GetProperty("comparisons")[0].GetProperty("metric").GetString());
    }

    [Fact]
    public void Multi_label_items_have_all_metrics_but_kappa()
    {
        var quality = ItemQuality.OfLabels([true, false, true, true], [true, false, false, true], [0.9f, 0.1f, 0.4f, 0.8f], 2);
        Assert.Equal((2, 0.75, 0.8, 0.5, null), (quality.Count, quality.Accuracy, quality.MicroF1, quality.ExactMatch, quality.Qwk));
        Assert.Equal(0.75, quality.Of(QualityMetric.LabelAccuracy));
        Assert.Throws<ArgumentOutOfRangeException>(() => quality.Of((QualityMetric)99));
    }

    [Fact]
    public void Numeric_classes_have_kappa()
    {
        var quality = ItemQuality.OfClasses([0, 1, 2], [0, 1, 1], [1, 0, 0, 0, 1, 0, 0, 1, 0], 3, [0.0, 9, 10]);
        Assert.Equal(QuadraticWeightedKappa.Compute([0, 1, 2], [0, 1, 1], [0.0, 9, 10]), quality.Qwk);
        Assert.Equal(1 / 3.0, quality.CalibrationError, 1e-12);
    }

    private static ExperimentSummary Summary(QualityMetric metric, bool mergedOnly) =>
        Assert.Single(Table.Summaries, s => string.Equals(s.Method, "average", StringComparison.Ordinal) && s.Metric == metric && s.MergedOnly == mergedOnly);

    // Four responses to each item, so accuracies are quarters. All but item C are merged.
    private static ExperimentRow[] Rows(string method, string plan, int draw, int size, params double[] accuracies) =>
    [
        .. accuracies.Select((accuracy, i) =>
        {
            int[] predicted = [.. Enumerable.Range(0, 4).Select(r => r < 4 * accuracy ? r % 2 : 1 - (r % 2))];
            float[] probabilities = [.. predicted.SelectMany(p => p == 0 ? new[] { 0.8f, 0.2f } : [0.2f, 0.8f])];
            return new ExperimentRow(method, plan, draw, 1, "ABC"[i].ToString(), i == 2 ? 1 : size, ItemQuality.OfClasses([0, 1, 0, 1], predicted, probabilities, 2, null));
        }),
    ];
}
