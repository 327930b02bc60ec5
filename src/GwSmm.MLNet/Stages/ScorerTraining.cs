using System.Globalization;
using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>Trains scorers from a base encoder and tells the log about it.</summary>
internal sealed class ScorerTraining
{
    private readonly BaseEncoder _baseEncoder;
    private readonly TextScorerOptions _options;
    private readonly TrainingOptions _training;
    private readonly StageLog _log;

    /// <summary>Takes the options and draws the seed.</summary>
    public ScorerTraining(IHostEnvironment environment, BaseEncoder baseEncoder, TextScorerOptions options)
    {
        _log = new StageLog(environment);
        _baseEncoder = baseEncoder;
        _options = options;
        var training = options.Training ?? TrainingOptions.For(baseEncoder);
        _training = training with { Seed = options.Seed ?? (ulong)_log.Random.Next() };
        _training.Validate();
        ScoringTransformer.CheckPrecision(options.Precision, nameof(TextScorerOptions));
        Columns = new DataColumns(options.ItemColumn, options.TextColumn, options.LabelColumn);
    }

    /// <summary>The columns that are read.</summary>
    public DataColumns Columns { get; }

    /// <summary>Reads training data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="wanted">The items; null means all.</param>
    public ResponseTable Read(IDataView data, IReadOnlyCollection<string>? wanted) => ResponseReader.Read(data, Columns, wanted, _options.CancellationToken);

    /// <summary>Trains the scorer of one item.</summary>
    public TextScorerTransformer Fit(IHostEnvironment environment, string item, ResponseTable table)
    {
        var channel = "TextScorer " + item;
        var responses = table.Responses[item];
        _log.Info(channel, $"Item '{item}': {responses.Count} responses, {responses.Labels.Count} classes ({string.Join(", ", responses.Labels)}), seed {_training.Seed}.");
        var progress = new DirectProgress<EpochProgress>(epoch =>
        {
            _log.Info(channel, Describe(epoch));
            _options.Progress?.Report(epoch);
        });
        var model = new ScorerTrainer(_training).Train(_baseEncoder, responses, progress, _options.CancellationToken);
        if (model.Training?.TruncatedRows > 0)
        {
            _log.Warning(channel, $"Item '{item}': {model.Training.TruncatedRows} of {responses.Count} texts were longer than {_training.Features.MaxTokens} tokens and cut.");
        }

        if (model.Training is { OverlongWords: > 0 and var words })
        {
            _log.Warning(channel, $"Item '{item}': {words} {(words == 1 ? "word" : "words")} of {responses.Count} texts {(words == 1 ? "was" : "were")} longer than {_baseEncoder.Vocabulary.MaxWordLength} characters and became one unknown token each.");
        }

        var classes = table.Labels.Order(model.Head.Labels, out var warning);
        if (warning is not null)
        {
            _log.Warning(channel, $"Item '{item}': {warning}");
        }

        return new TextScorerTransformer(environment, model, Columns, classes, _baseEncoder, _options.Precision);
    }

    private static string Describe(EpochProgress epoch)
    {
        var validation = epoch.ValidationLoss is null
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", validation loss {epoch.ValidationLoss:F4}, accuracy {epoch.ValidationAccuracy:F3}");
        var kappa = epoch.ValidationKappa is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", quadratic weighted kappa {epoch.ValidationKappa:F3}");
        return string.Create(CultureInfo.InvariantCulture, $"Item '{epoch.Item}', epoch {epoch.Epoch} of {epoch.Epochs}: loss {epoch.TrainingLoss:F4}{validation}{kappa}{(epoch.IsBest ? " (best)" : string.Empty)}");
    }
}
