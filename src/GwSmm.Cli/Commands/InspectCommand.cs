using System.CommandLine;
using System.Text.Json;
using GwSmm.Encoders;
using GwSmm.MLNet;

namespace GwSmm.Cli;

/// <summary><c>gwsmm inspect</c>: tells what a merged model holds.</summary>
internal static class InspectCommand
{
    private static readonly JsonSerializerOptions Indented = new(CommonOptions.JsonOutput) { WriteIndented = true, NewLine = "\n" };

    public static Command Create(CommandContext context)
    {
        var path = new Argument<string>("model") { Description = "A merged.zip." };
        var json = CommonOptions.Json();
        var command = new Command("inspect", "Tells what a merged model holds.") { path, json };
        command.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(path);
            var description = Describe(file, ModelFile.LoadMerged(file, new Reporter(context.Error)));
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(description, Indented));
            }
            else
            {
                Write(context.Output, description);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static ModelDescription Describe(string file, MultiHeadTransformer merged)
    {
        var config = merged.Model.Config;
        return new ModelDescription
        {
            File = file,
            Bytes = new FileInfo(file).Length,
            Encoder = $"{FamilyName(config.Family)}, {config.LayerCount} layers of {config.HiddenSize} channels, {config.HeadCount} heads, {config.VocabularySize} tokens",
            Features = $"{merged.Model.Features.Pooling}, at most {merged.Model.Features.MaxTokens} tokens{LongestWord(merged.Model.Vocabulary)}",
            Precision = CommonOptions.NameOf(merged.Precision),
            Method = merged.Report.Method,
            Seed = merged.Report.Seed,
            Reason = merged.Report.Reason,
            WeightBytesBefore = merged.Report.BytesBefore,
            WeightBytesAfter = merged.Report.BytesAfter,
            Groups = [.. merged.Model.Groups.Select(group => group.Items)],
            CorrectionBytes = merged.Items.Where(item => merged.Model.DeltaOf(item) is not null).ToDictionary(item => item, item => merged.Model.DeltaOf(item)!.ByteCount, StringComparer.Ordinal),
            Choice = merged.Report.Automatic?.Explain() ?? [],
            Classes = merged.Items.ToDictionary(
                item => item, item => merged.Model.HeadOf(item).Labels, StringComparer.Ordinal),
        };
    }

    private static string LongestWord(Vocabulary vocabulary) => vocabulary.Kind == TokenizerKind.WordPiece ? $", words of at most {vocabulary.MaxWordLength} characters" : string.Empty;

    private static string Correction(ModelDescription model, string item) => model.CorrectionBytes.TryGetValue(item, out var bytes) ? $" + {bytes} bytes" : string.Empty;

    private static string FamilyName(EncoderFamily family) => family switch
    {
        EncoderFamily.DistilBert => "DistilBERT",
        EncoderFamily.Roberta => "RoBERTa",
        EncoderFamily.XlmRoberta => "XLM-RoBERTa",
        EncoderFamily.Camembert => "CamemBERT",
        EncoderFamily.Electra => "ELECTRA",
        _ => "BERT",
    };

    private static void Write(TextWriter output, ModelDescription model)
    {
        output.WriteLine($"file      {model.File} ({model.Bytes} bytes)");
        output.WriteLine($"encoder   {model.Encoder}");
        output.WriteLine($"features  {model.Features}");
        output.WriteLine($"precision {model.Precision}");
        output.WriteLine($"merge     {model.Method}, seed {model.Seed}; weights {model.WeightBytesBefore} bytes before, {model.WeightBytesAfter} after");
        output.WriteLine($"groups    {model.Groups.Count}{(model.Reason is null ? string.Empty : $" ({model.Reason})")}");
        foreach (var group in model.Groups)
        {
            output.WriteLine($"  {string.Join("  ", group.Select(item => $"{item} [{string.Join(' ', model.Classes[item])}]{Correction(model, item)}"))}");
        }

        foreach (var line in model.Choice)
        {
            output.WriteLine($"choice    {line}");
        }
    }
}
