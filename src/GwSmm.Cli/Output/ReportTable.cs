using Spectre.Console;

namespace GwSmm.Cli;

/// <summary>Draws a <see cref="RunReport"/> for a person.</summary>
internal static class ReportTable
{
    /// <summary>Writes the table and the sizes.</summary>
    /// <param name="reporter">Receives them.</param>
    /// <param name="report">What to show.</param>
    public static void Write(Reporter reporter, RunReport report)
    {
        reporter.Line("Each score three times: the individual model, the same with a refitted head (+head), the merged model.");
        reporter.Table(Create(report));
        reporter.Line($"{report.Items.Count} models in {report.Groups.Count} groups; {Megabytes(report.BytesBefore)} before, {Megabytes(report.BytesAfter)} after ({100.0 * report.BytesAfter / report.BytesBefore:0} %).");
    }

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0.0} MB";

    private static Table Create(RunReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("item");
        table.AddColumn("group");
        foreach (var name in new[] { "n", "accuracy", "+head", "merged", "macro F1", "+head", "merged", "QWK", "+head", "merged" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var item in report.Items)
        {
            table.AddRow([Markup.Escape(item.Item), Markup.Escape(string.Join(" ", item.Group)), .. Numbers(item.N, item.Individual, item.IndividualRefitted, item.Merged)]);
        }

        table.AddRow(["mean", string.Empty, .. Numbers(report.Items.Sum(item => item.N), report.MeanIndividual, report.MeanIndividualRefitted, report.MeanMerged)]);
        return table;
    }

    private static string[] Numbers(int n, params QualityReport[] reports) =>
    [
        $"{n}",
        .. reports.Select(report => $"{report.Accuracy:0.000}"),
        .. reports.Select(report => $"{report.MacroF1:0.000}"),
        .. reports.Select(report => report.Qwk is { } qwk ? $"{qwk:0.000}" : "-"),
    ];
}
