using System.CommandLine;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>The options that say how an encoder is pretrained; what is not given keeps its default.</summary>
internal sealed class PretrainingOptionSet
{
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the text." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Training steps, instead of passes." };
    private readonly Option<int?> _batch = new("--batch") { Description = "Sequences per training step." };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Longest sequence in tokens; documents are cut into several." };
    private readonly Option<double?> _learningRate = new("--learning-rate") { Description = "Peak learning rate." };
    private readonly Option<double?> _warmup = new("--warmup") { Description = "Share of the steps over which the learning rate rises." };
    private readonly Option<double?> _dropout = new("--dropout") { Description = "Share of the activations dropped." };
    private readonly Option<double?> _heldOut = new("--held-out") { Description = "Share of the documents held out to measure the loss." };
    private readonly Option<int?> _interval = new("--evaluate-every") { Description = "Steps between two measurements of the held-out loss." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _epochs, _steps, _batch, _maxTokens, _learningRate, _warmup, _dropout, _heldOut, _interval })
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says, over the defaults.</summary>
    public PretrainingOptions Read(ParseResult parsed)
    {
        var defaults = new PretrainingOptions();
        return defaults with
        {
            Epochs = parsed.GetValue(_epochs) ?? defaults.Epochs,
            Steps = parsed.GetValue(_steps),
            BatchSize = parsed.GetValue(_batch) ?? defaults.BatchSize,
            MaxTokens = parsed.GetValue(_maxTokens) ?? defaults.MaxTokens,
            LearningRate = parsed.GetValue(_learningRate) ?? defaults.LearningRate,
            WarmupFraction = parsed.GetValue(_warmup) ?? defaults.WarmupFraction,
            Dropout = parsed.GetValue(_dropout) ?? defaults.Dropout,
            HeldOutFraction = parsed.GetValue(_heldOut) ?? defaults.HeldOutFraction,
            EvaluationInterval = parsed.GetValue(_interval) ?? defaults.EvaluationInterval,
        };
    }
}
