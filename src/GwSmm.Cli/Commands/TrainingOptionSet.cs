using System.CommandLine;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>The options that say how individual models are trained; what is not given keeps its default for the base.</summary>
internal sealed class TrainingOptionSet
{
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training responses." };
    private readonly Option<double?> _learningRate = new("--learning-rate") { Description = "Peak learning rate." };
    private readonly Option<int?> _batch = new("--batch") { Description = "Responses per training step." };
    private readonly Option<int?> _patience = new("--patience") { Description = "Epochs without improvement after which training stops." };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Longest response in tokens; longer ones are cut and counted." };
    private readonly Option<string?> _pooling = new("--pooling") { Description = "How a response becomes one vector: mean, cls or pooler." };
    private readonly Option<int?> _microBatch = new("--micro-batch") { Description = "Responses computed at a time; the gradients of a batch are added up." };
    private readonly Option<double?> _layerDecay = new("--layer-decay") { Description = "Factor of the learning rate from each layer to the one below." };
    private readonly Option<int?> _frozenLayers = new("--frozen-layers") { Description = "Lowest layers that stay as they are, with the embeddings; 0 for the embeddings alone." };
    private readonly Option<bool> _balanced = new("--balanced") { Description = "Lets every class count the same in training." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _pooling.AcceptOnlyFromAmong("mean", "cls", "pooler");
        command.Add(_epochs);
        command.Add(_learningRate);
        command.Add(_batch);
        command.Add(_patience);
        command.Add(_maxTokens);
        command.Add(_pooling);
        command.Add(_microBatch);
        command.Add(_layerDecay);
        command.Add(_frozenLayers);
        command.Add(_balanced);
    }

    /// <summary>What the command line says, over the defaults for the base.</summary>
    public Func<TrainingOptions, TrainingOptions> Read(ParseResult parsed) => defaults => defaults with
    {
        Epochs = parsed.GetValue(_epochs) ?? defaults.Epochs,

        // Who says how many epochs means exactly that.
        MinimumSteps = parsed.GetValue(_epochs) is null ? defaults.MinimumSteps : 0,
        LearningRate = parsed.GetValue(_learningRate) ?? defaults.LearningRate,
        BatchSize = parsed.GetValue(_batch) ?? defaults.BatchSize,
        Patience = parsed.GetValue(_patience) ?? defaults.Patience,
        MicroBatchSize = parsed.GetValue(_microBatch) ?? defaults.MicroBatchSize,
        LayerDecay = parsed.GetValue(_layerDecay) ?? defaults.LayerDecay,
        FrozenLayers = parsed.GetValue(_frozenLayers) ?? defaults.FrozenLayers,
        ClassWeighting = parsed.GetValue(_balanced) ? ClassWeighting.Balanced : defaults.ClassWeighting,
        Features = defaults.Features with
        {
            MaxTokens = parsed.GetValue(_maxTokens) ?? defaults.Features.MaxTokens,
            Pooling = parsed.GetValue(_pooling) switch
            {
                "cls" => Pooling.Cls,
                "pooler" => Pooling.Pooler,
                "mean" => Pooling.Mean,
                _ => defaults.Features.Pooling,
            },
        },
    };
}
