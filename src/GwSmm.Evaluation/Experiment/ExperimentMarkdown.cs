using System.Globalization;
using System.Text;

namespace GwSmm.Evaluation;

/// <summary>Writes an experiment as a page of Markdown. Thread-safe.</summary>
public static class ExperimentMarkdown
{
    /// <summary>Writes the page: summaries over all and over merged items, tests, plans against each other, costs.</summary>
    /// <param name="table">The table.</param>
    /// <param name="title">The heading.</param>
    /// <returns>The text.</returns>
    public static string Write(ExperimentTable table, string title)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(title);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# {title}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Means over items, each over draws and seeds. Ratios are to `{ExperimentTable.Refitted}` (raw: to `{ExperimentTable.Individual}`).\n");
        Summaries(text, table, mergedOnly: false, "All items");
        Summaries(text, table, mergedOnly: true, "Items that share an encoder");
        Comparisons(text, table);
        Responses(text, table);
        Plans(text, table);
        Costs(text, table);
        return text.ToString();
    }

    private static void Summaries(StringBuilder text, ExperimentTable table, bool mergedOnly, string title)
    {
        var runs = table.Summaries.Where(s => s.MergedOnly == mergedOnly).GroupBy(s => (s.Method, s.Plan)).ToList();
        if (runs.Count == 0)
        {
            return;
        }

        Heading(text, title, ["method", "plan", "items", "seeds", "accuracy", "micro F1", "macro F1", "exact", "label acc.", "QWK", "ECE", "ratio micro F1 (raw)", "ratio QWK (raw)", "worst micro F1", "worst QWK"]);
        foreach (var run in runs)
        {
            var by = run.ToDictionary(s => s.Metric);
            var (f1, qwk) = (by[QualityMetric.MicroF1], by.GetValueOrDefault(QualityMetric.Qwk));
            Row(text,
            [
                run.Key.Method, run.Key.Plan, Whole(f1.Items), Whole(f1.Seeds), .. Enum.GetValues<QualityMetric>().Select(metric => Number(by.GetValueOrDefault(metric)?.Mean)),
                Ratios(f1), Ratios(qwk), Worst(f1), Worst(qwk),
            ]);
        }
    }

    private static void Comparisons(StringBuilder text, ExperimentTable table)
    {
        var tests = table.Comparisons.Where(c => c.Metric is QualityMetric.MicroF1 or QualityMetric.Qwk).ToList();
        if (tests.Count == 0)
        {
            return;
        }

        Heading(text, $"Paired tests against `{ExperimentTable.Refitted}`, over items", ["method", "plan", "metric", "items", "seeds", "mean difference", "95 % interval", "t-test p", "Holm", "Wilcoxon p", "Holm"]);
        foreach (var c in tests)
        {
            Row(text,
            [
                c.Method, c.Plan, Title(c.Metric), Whole(c.Items), Whole(c.Seeds), Signed(c.MeanDifference), $"{Signed(c.Lower)} to {Signed(c.Upper)}",
                .. new double?[] { c.TTestPValue, c.TTestHolm, c.WilcoxonPValue, c.WilcoxonHolm }.Select(Number),
            ]);
        }
    }

    private static void Responses(StringBuilder text, ExperimentTable table)
    {
        var tests = table.Comparisons.Where(c => c.Responses is not null).ToList();
        if (tests.Count == 0)
        {
            return;
        }

        Heading(text, $"McNemar's test against `{ExperimentTable.Refitted}`, over responses under one seed", ["method", "plan", "seed", "draw", "responses", "only the method right", "only the baseline right", "mid-p", "Holm"]);
        foreach (var c in tests)
        {
            var r = c.Responses!;
            Row(text,
            [
                c.Method, c.Plan, r.Seed.ToString(CultureInfo.InvariantCulture), Whole(r.Draw), Whole(r.Responses), Whole(r.OnlyMethod), Whole(r.OnlyBaseline), Number(r.MidPValue), Number(r.MidPHolm),
            ]);
        }
    }

    private static void Plans(StringBuilder text, ExperimentTable table)
    {
        var pairs = table.PlanComparisons.Where(c => c.Metric is QualityMetric.MicroF1 or QualityMetric.Qwk).ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        Heading(text, "The first plan against the others, over items", ["method", "plan", "other", "metric", "items", "seeds", "mean difference", "95 % interval", "t-test p", "Holm", "Wilcoxon p", "Holm", "share of draws below (their means)"]);
        foreach (var c in pairs)
        {
            Row(text,
            [
                c.Method, c.Plan, c.Other, Title(c.Metric), Whole(c.Items), Whole(c.Seeds), Signed(c.MeanDifference), $"{Signed(c.Lower)} to {Signed(c.Upper)}",
                .. new double?[] { c.TTestPValue, c.TTestHolm, c.WilcoxonPValue, c.WilcoxonHolm }.Select(Number),
                c.Draws == 0 ? "-" : $"{Number(c.DrawQuantile)} of {Whole(c.Draws)} ({Number(c.DrawMinimum)} to {Number(c.DrawMaximum)})",
            ]);
        }
    }

    private static void Costs(StringBuilder text, ExperimentTable table)
    {
        Heading(text, "Costs, means over draws and seeds", ["method", "plan", "seeds", "groups", "MB", "ms per response", "peak MB of the process", "merge s", "validation"]);
        foreach (var run in table.Costs.GroupBy(cost => (cost.Method, cost.Plan)))
        {
            Row(text,
            [
                run.Key.Method, run.Key.Plan, Whole(run.Select(c => c.Seed).Distinct().Count()), Format(run.Average(c => c.Groups.Count), "0.#"), Format(run.Average(c => c.Bytes) / 1e6, "0.00"),
                Format(run.Average(c => c.MillisecondsPerResponse), "0.00"), Format(run.Max(c => c.PeakMemoryBytes) / 1e6, "0"), Format(run.Average(c => c.MergeSeconds), "0.0"),
                Number(run.Average(c => c.Validation)),
            ]);
        }
    }

    private static void Heading(StringBuilder text, string title, string[] columns)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        Row(text, columns);
        Row(text, [.. columns.Select(_ => "---")]);
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    private static string Title(QualityMetric metric) => metric == QualityMetric.Qwk ? "QWK" : "micro F1";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Ratios(ExperimentSummary? s) => s?.RatioToRefitted is null ? "-" : $"{Number(s.RatioToRefitted)} ({Number(s.RatioToRaw)})";

    private static string Worst(ExperimentSummary? s) => s?.WorstRatio is null ? "-" : $"{Number(s.WorstRatio)} ({s.WorstItem})";

    private static string Number(double? value) => value is { } number ? Format(number, "0.000") : "-";

    private static string Signed(double value) => Format(value, "+0.0000;-0.0000;0.0000");

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
