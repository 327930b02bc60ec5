using System.CommandLine;
using System.Text;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary><c>gwsmm predict</c>: scores new responses.</summary>
internal static class PredictCommand
{
    private const string LabelColumn = "PredictedLabel";
    private const string ProbabilityColumn = "Probability";

    public static Command Create(CommandContext context)
    {
        var model = new Option<string>("--model") { Description = "A merged.zip.", Required = true };
        var input = new Option<string>("--input") { Description = "Responses: tab-separated, with a header.", Required = true };
        var item = ColumnOptions.Item();
        var text = ColumnOptions.Text();
        var output = new Option<string>("--out") { Description = $"The input's columns with {LabelColumn} and {ProbabilityColumn}: tab-separated.", Required = true };
        var precision = CommonOptions.Precision();
        var json = CommonOptions.Json();
        var command = new Command("predict", "Scores responses with a merged model.") { model, input, item, text, output, precision, json };
        command.SetAction(parsed => Run(
            context,
            parsed.GetRequiredValue(model),
            parsed.GetRequiredValue(input),
            new ResponseColumns(parsed.GetRequiredValue(item), parsed.GetRequiredValue(text)),
            parsed.GetRequiredValue(output),
            CommonOptions.ReadPrecision(parsed, precision),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string model, string input, ResponseColumns columns, string output, EncoderPrecision? precision, bool json)
    {
        var reporter = new Reporter(context.Error);
        var rows = 0;
        OutputFile.Write(output, path =>
        {
            var file = ResponseFile.Read(input, columns);
            if (file.Text.Columns.FirstOrDefault(name => name is LabelColumn or ProbabilityColumn) is { } taken)
            {
                throw new GwSmmException($"'{input}' already has a column '{taken}', which the predictions would take. Rename it or take it out.");
            }

            var merged = ModelFile.LoadMerged(model, reporter, precision);
            file.Responses.RequireKnown(merged.Items.ToDictionary(item => item, _ => (IReadOnlyList<string>)[], StringComparer.Ordinal));
            var scored = reporter.Phase("predict", $"Scoring {file.Rows.Count} responses", phase => Scoring.Run(
                merged, file.Rows, done => phase.Update((double)done / file.Rows.Count, $"{done} of {file.Rows.Count}"), context.Cancellation));
            Write(path, file.Text, scored);
            rows = scored.Count;
        });
        if (json)
        {
            context.Output.WriteLine(JsonSerializer.Serialize(new { output, rows }, CommonOptions.JsonOutput));
        }
        else
        {
            reporter.Line($"Wrote {output}");
        }

        return ExitCode.Success;
    }

    private static void Write(string path, TabularText table, List<ScoredRow> scored)
    {
        var columns = table.Columns.Select(table.Column).ToArray();
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        TsvWriter.WriteRow(writer, [.. table.Columns, LabelColumn, ProbabilityColumn]);
        for (var i = 0; i < scored.Count; i++)
        {
            TsvWriter.WriteRow(writer, [.. columns.Select(column => column[i]), scored[i].Label, $"{scored[i].Probabilities.Max():0.######}"]);
        }
    }
}
