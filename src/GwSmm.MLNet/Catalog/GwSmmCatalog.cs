using System.Globalization;
using GwSmm.Encoders;
using GwSmm.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>Stages of GW-SMM for ML.NET pipelines; get it from <c>mlContext.GwSmm()</c>. Thread-safe.</summary>
public sealed class GwSmmCatalog
{
    private readonly IHostEnvironment _environment;

    internal GwSmmCatalog(IHostEnvironment environment) => _environment = environment;

    /// <summary>A scorer of one item, trained on that item's rows.</summary>
    /// <param name="item">The item, as it stands in the item column.</param>
    /// <param name="baseEncoder">What to fine-tune; it is not changed.</param>
    /// <param name="options">Columns and training; null means the defaults.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="GwSmmException">A training option is out of its range.</exception>
    public TextScorerEstimator TextScorer(string item, BaseEncoder baseEncoder, TextScorerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(item);
        ArgumentNullException.ThrowIfNull(baseEncoder);
        return new TextScorerEstimator(_environment, item, baseEncoder, options);
    }

    /// <summary>Scorers of all items that the data has, each trained on its own rows.</summary>
    /// <param name="baseEncoder">What to fine-tune; it is not changed.</param>
    /// <param name="itemColumn">The column that holds the item; null, the default, takes it from the options.</param>
    /// <param name="options">Columns and training; null means the defaults.</param>
    /// <returns>The estimator; it fits a chain of one stage per item.</returns>
    /// <exception cref="GwSmmException">A training option is out of its range.</exception>
    public TextScorersEstimator TextScorers(BaseEncoder baseEncoder, string? itemColumn = null, TextScorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseEncoder);
        options ??= new TextScorerOptions();
        return new TextScorersEstimator(_environment, baseEncoder, itemColumn is null ? options : options with { ItemColumn = itemColumn });
    }

    /// <summary>A scorer that was fine-tuned before: a directory that <see cref="ScoringModel.Save"/> or Hugging Face's transformers wrote.</summary>
    /// <param name="directory">Holds config.json, model.safetensors (or shards with their index) and vocab.txt or tokenizer.json.</param>
    /// <param name="item">The item it scores; null, the default, means the one saved with it, which only <see cref="ScoringModel.Save"/> does.</param>
    /// <param name="options">Columns and precision; null means the defaults. Training options do not matter.</param>
    /// <returns>The fitted stage (<see cref="LoadedScorerEstimator.Transformer"/>) in the form that pipelines are built of.</returns>
    /// <exception cref="GwSmmException">A file is missing or damaged, the model has no classifier, or no item is known.</exception>
    public LoadedScorerEstimator LoadScorer(string directory, string? item = null, TextScorerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= new TextScorerOptions();
        ScoringTransformer.CheckPrecision(options.Precision, nameof(TextScorerOptions));
        var model = ScoringModel.Load(directory, item);
        var columns = new DataColumns(options.ItemColumn, options.TextColumn, options.LabelColumn);
        return new LoadedScorerEstimator(new TextScorerTransformer(_environment, model, columns, model.Head.Labels, baseEncoder: null, options.Precision));
    }

    /// <summary>Groups and merges fitted scorers.</summary>
    /// <param name="scorers">The scorers, of different items and from the same base.</param>
    /// <param name="data">Labelled responses to their items, such as the training data.</param>
    /// <param name="options">How to group and merge; null means the defaults.</param>
    /// <returns>The merged stage.</returns>
    /// <exception cref="GwSmmException">The scorers or the data can't be used.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public MultiHeadTransformer Merge(IEnumerable<TextScorerTransformer> scorers, IDataView data, GwMergeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scorers);
        ArgumentNullException.ThrowIfNull(data);
        return new ScorerMerging(_environment, options ?? new GwMergeOptions()).Merge([.. scorers], data);
    }

    /// <summary>Measures multi-label predictions, for which ML.NET has no evaluator.</summary>
    /// <param name="data">Scored data.</param>
    /// <param name="labelColumnName">The true labels: a Boolean vector of known size.</param>
    /// <param name="predictedLabelColumnName">The predicted labels: a Boolean vector of the same size, with the same slot names if both have some.</param>
    /// <returns>Micro and macro F1, exact match and the accuracy of each label.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type, the columns do not fit, or there are no rows.</exception>
    public MultiLabelMetrics EvaluateMultiLabel(IDataView data, string labelColumnName = "Label", string predictedLabelColumnName = ScoreColumns.PredictedLabel)
    {
        ArgumentNullException.ThrowIfNull(data);
        var metrics = MultiLabelEvaluation.Evaluate(data, labelColumnName, predictedLabelColumnName);
        new StageLog(_environment).Info(
            "EvaluateMultiLabel",
            string.Create(CultureInfo.InvariantCulture, $"{metrics.Count} rows: micro F1 {metrics.MicroF1:F3}, macro F1 {metrics.MacroF1:F3}, exact match {metrics.ExactMatch:F3}."));
        return metrics;
    }
}
