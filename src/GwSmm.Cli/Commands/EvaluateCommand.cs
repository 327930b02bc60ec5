using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace GwSmm.Cli;

/// <summary><c>gwsmm evaluate</c>: compares a merged model's predictions with scores given by people.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandContext context)
    {
        var model = new Option<string>("--model") { Description = "A merged.zip.", Required = true };
        var test = new Option<string>("--test") { Description = "Scored responses: tab-separated, with a header.", Required = true };
        var item = ColumnOptions.Item();
        var text = ColumnOptions.Text();
        var label = ColumnOptions.Label();
        var precision = CommonOptions.Precision();
        var json = CommonOptions.Json();
        var command = new Command("evaluate", "Compares a merged model's predictions with scores given by people.") { model, test, item, text, label, precision, json };
        command.SetAction(parsed =>
        {
            var file = ResponseFile.Read(
                parsed.GetRequiredValue(test),
                new ResponseColumns(parsed.GetRequiredValue(item), parsed.GetRequiredValue(text), parsed.GetRequiredValue(label)));
            var reporter = new Reporter(context.Error);
            var merged = ModelFile.LoadMerged(parsed.GetRequiredValue(model), reporter, CommonOptions.ReadPrecision(parsed, precision));
            var reports = reporter.Phase("evaluate", $"Scoring {file.Rows.Count} responses", phase => MergedEvaluation.Run(merged, file, phase, context.Cancellation));
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(reports, CommonOptions.JsonOutput));
            }
            else
            {
                reporter.Table(Table(reports));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Table Table(SortedDictionary<string, QualityReport> reports)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("item", "accuracy", "macro F1", "QWK");
        foreach (var (item, report) in reports)
        {
            table.AddRow(Markup.Escape(item), $"{report.Accuracy:0.000}", $"{report.MacroF1:0.000}", report.Qwk is { } qwk ? $"{qwk:0.000}" : "-");
        }

        return table;
    }
}
