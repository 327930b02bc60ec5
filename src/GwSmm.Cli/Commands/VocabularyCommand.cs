using System.CommandLine;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary><c>gwsmm vocab</c>: makes a WordPiece vocabulary from text.</summary>
internal static class VocabularyCommand
{
    public static Command Create(CommandContext context)
    {
        var defaults = new WordPieceOptions();
        var text = new Option<string>("--text") { Description = "Text to learn from: one document per line, plain or packed by gzip.", Required = true };
        var size = new Option<int>("--size") { Description = "The most tokens.", DefaultValueFactory = _ => defaults.Size };
        var minimum = new Option<int>("--min-count") { Description = "How often two pieces must stand together to be joined.", DefaultValueFactory = _ => defaults.MinimumCount };
        var cased = new Option<bool>("--cased") { Description = "Keep capital letters and accents." };
        var output = new Option<string>("--out") { Description = "The vocab.txt to write.", Required = true };
        var json = CommonOptions.Json();
        var command = new Command("vocab", "Makes a WordPiece vocabulary from text.") { text, size, minimum, cased, output, json };
        command.SetAction(parsed =>
        {
            var trainer = new WordPieceTrainer(new WordPieceOptions
            {
                Size = parsed.GetValue(size),
                MinimumCount = parsed.GetValue(minimum),
                LowerCase = !parsed.GetValue(cased),
            });
            var reporter = new Reporter(context.Error);
            var documents = reporter.Phase("read", "Reading the text", _ => PretrainingText.Load(parsed.GetRequiredValue(text)));
            var path = parsed.GetRequiredValue(output);
            Vocabulary? vocabulary = null;
            OutputFile.Write(path, temporary =>
            {
                vocabulary = reporter.Phase("train", "Making the vocabulary", _ => trainer.Train(documents.Documents, context.Cancellation));
                vocabulary.Save(temporary);
            });
            reporter.Line($"Wrote {vocabulary!.Count} tokens to {path}");
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(new { output = path, tokens = vocabulary.Count, sha256 = vocabulary.Sha256, text = documents.Sha256 }, CommonOptions.JsonOutput));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
