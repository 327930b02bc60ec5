using System.Globalization;
using System.Text;

namespace GwSmm.Evaluation;

/// <summary>Writes the tables of an experiment as comma-separated text (RFC 4180), numbers in invariant format. Thread-safe.</summary>
public static class ExperimentCsv
{
    private static readonly QualityMetric[] Metrics = Enum.GetValues<QualityMetric>();

    /// <summary>One line per method, plan, draw, seed and item.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The text.</returns>
    public static string Rows(ExperimentTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        Line(text, ["method", "plan", "draw", "seed", "item", "groupSize", "n", .. Metrics.Select(Name), "labelAccuracies", "bothRight", "onlyMethodRight", "onlyBaselineRight", "bothWrong"]);
        foreach (var row in table.Rows)
        {
            Line(text,
            [
                row.Method, row.Plan, row.Draw, row.Seed, row.Item, row.GroupSize, row.Quality.Count, .. Metrics.Select(metric => (object?)row.Quality.Of(metric)),
                string.Join(' ', row.Quality.LabelAccuracies.Select(Number)), row.Agreement?.BothRight, row.Agreement?.OnlyMethod, row.Agreement?.OnlyBaseline, row.Agreement?.BothWrong,
            ]);
        }

        return text.ToString();
    }

    /// <summary>One line per method, plan and metric.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The text.</returns>
    public static string Summary(ExperimentTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        Line(text, ["method", "plan", "metric", "items", "itemCount", "seeds", "mean", "ratioToRefitted", "ratioToRaw", "worstRatio", "worstItem"]);
        foreach (var s in table.Summaries)
        {
            Line(text, [s.Method, s.Plan, Name(s.Metric), s.MergedOnly ? "merged" : "all", s.Items, s.Seeds, s.Mean, s.RatioToRefitted, s.RatioToRaw, s.WorstRatio, s.WorstItem]);
        }

        return text.ToString();
    }

    /// <summary>One line per comparison.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The text.</returns>
    public static string Comparisons(ExperimentTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        Line(text,
        [
            "method", "plan", "metric", "itemCount", "seeds", "meanDifference", "lower95", "upper95", "tTestP", "tTestHolm", "wilcoxonP", "wilcoxonHolm",
            "mcNemarSeed", "mcNemarDraw", "responses", "onlyMethodRight", "onlyBaselineRight", "mcNemarMidP", "mcNemarHolm",
        ]);
        foreach (var c in table.Comparisons)
        {
            var r = c.Responses;
            Line(text,
            [
                c.Method, c.Plan, Name(c.Metric), c.Items, c.Seeds, c.MeanDifference, c.Lower, c.Upper, c.TTestPValue, c.TTestHolm, c.WilcoxonPValue, c.WilcoxonHolm,
                r?.Seed, r?.Draw, r?.Responses, r?.OnlyMethod, r?.OnlyBaseline, r?.MidPValue, r?.MidPHolm,
            ]);
        }

        return text.ToString();
    }

    /// <summary>One line per comparison of plans.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The text.</returns>
    public static string Plans(ExperimentTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        Line(text, ["method", "plan", "other", "metric", "itemCount", "seeds", "meanDifference", "lower95", "upper95", "tTestP", "tTestHolm", "wilcoxonP", "wilcoxonHolm", "draws", "drawQuantile", "drawMinimum", "drawMaximum"]);
        foreach (var c in table.PlanComparisons)
        {
            Line(text,
            [
                c.Method, c.Plan, c.Other, Name(c.Metric), c.Items, c.Seeds, c.MeanDifference, c.Lower, c.Upper, c.TTestPValue, c.TTestHolm, c.WilcoxonPValue, c.WilcoxonHolm,
                c.Draws, c.DrawQuantile, c.DrawMinimum, c.DrawMaximum,
            ]);
        }

        return text.ToString();
    }

    /// <summary>One line per method, plan, draw and seed.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The text.</returns>
    public static string Costs(ExperimentTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        Line(text, ["method", "plan", "draw", "seed", "groups", "bytes", "msPerResponse", "peakMemoryBytes", "mergeSeconds", "validation"]);
        foreach (var c in table.Costs)
        {
            var groups = string.Join(" | ", c.Groups.Select(group => string.Join(' ', group)));
            Line(text, [c.Method, c.Plan, c.Draw, c.Seed, groups, c.Bytes, c.MillisecondsPerResponse, c.PeakMemoryBytes, c.MergeSeconds, c.Validation]);
        }

        return text.ToString();
    }

    private static object Name(QualityMetric metric) => char.ToLowerInvariant(metric.ToString()[0]) + metric.ToString()[1..];

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, object?[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    private static string Cell(object? value)
    {
        var cell = value is double number ? Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        return cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
