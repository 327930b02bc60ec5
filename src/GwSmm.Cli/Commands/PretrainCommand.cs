using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary><c>gwsmm pretrain</c>: teaches an encoder to predict masked tokens.</summary>
internal static class PretrainCommand
{
    public static Command Create(CommandContext context)
    {
        var text = new Option<string>("--text") { Description = "Text to learn from: one document per line, plain or packed by gzip.", Required = true };
        var vocabulary = new Option<string>("--vocab") { Description = "A vocab.txt with [MASK].", Required = true };
        var preset = new Option<string>("--preset") { Description = "Size of the encoder: tiny, mini or small.", DefaultValueFactory = _ => "mini" };
        preset.AcceptOnlyFromAmong("tiny", "mini", "small");
        var training = new PretrainingOptionSet();
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var output = new Option<string>("--out") { Description = "Folder for the encoder; 'gwsmm run --base' takes it.", Required = true };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "File that keeps the state; where it is there, the training goes on from it." };
        var interval = new Option<int>("--checkpoint-every") { Description = "Steps between two checkpoints.", DefaultValueFactory = _ => 500 };
        var json = CommonOptions.Json();
        var command = new Command("pretrain", "Pretrains an encoder on text by predicting masked tokens.") { text, vocabulary, preset, seed, threads, checkpoint, interval, output, json };
        training.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = training.Read(parsed) with { Seed = parsed.GetValue(seed), Threads = CommonOptions.ReadThreads(parsed, threads) };
            var trainer = new MaskedLanguageTrainer(options);
            var reporter = new Reporter(context.Error);
            var state = parsed.GetValue(checkpoint) is { } path ? new CheckpointOptions { Path = path, Interval = parsed.GetValue(interval) } : null;
            using var folder = new OutputDirectory(parsed.GetRequiredValue(output));
            var tokens = Vocabulary.Load(parsed.GetRequiredValue(vocabulary));
            var start = MaskedLanguageTrainer.CreateStart(BaseEncoders.Preset(parsed.GetRequiredValue(preset))!(tokens.Count), tokens, options.Seed);
            var documents = reporter.Phase("read", "Reading the text", _ => PretrainingText.Load(parsed.GetRequiredValue(text)));
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var result = reporter.Phase("pretrain", $"Pretraining on {documents.Documents.Count} documents", phase => trainer.Train(
                start, documents, state, new InlineProgress<PretrainingProgress>(step => Report(step, phase, reporter)), context.Cancellation));
            reporter.Line($"Processor time: {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds:0.0} s");
            TextWarnings.Overlong(result.Summary.OverlongWords, tokens.MaxWordLength, reporter);
            result.Save(folder.Staging);
            context.Cancellation.ThrowIfCancellationRequested();
            folder.Complete();
            reporter.Line($"Wrote {parsed.GetRequiredValue(output)}");
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(result.Summary, CommonOptions.JsonOutput));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Report(PretrainingProgress step, PhaseProgress phase, Reporter reporter)
    {
        var state = $"step {step.Step} of {step.Steps}: loss {step.TrainingLoss:0.000}, {step.TokensPerSecond:0} tokens/s";
        if (step.HeldOutLoss is { } loss)
        {
            reporter.Line($"{state}, held-out loss {loss:0.000}");
        }

        phase.Update((double)step.Step / step.Steps, state);
    }
}
