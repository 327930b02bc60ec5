using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>
/// Fits a pipeline and replaces its text scorers by one <see cref="MultiHeadTransformer"/> at the end. The other stages stay, in their
/// order. Immutable; thread-safe.
/// </summary>
public sealed class GwMergeEstimator : IEstimator<TransformerChain<MultiHeadTransformer>>
{
    private readonly IEstimator<ITransformer> _start;
    private readonly ScorerMerging _merging;

    internal GwMergeEstimator(IEstimator<ITransformer> start, IHostEnvironment environment, GwMergeOptions options)
    {
        _start = start;
        _merging = new ScorerMerging(environment, options);
    }

    /// <summary>Fits the pipeline, then groups and merges its scorers on the data that reached the last of them.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The fitted pipeline without the single scorers.</returns>
    /// <exception cref="GwSmmException">
    /// There is no scorer, an item is scored twice, scorers read different columns, a stage needs a scorer's columns or changes their
    /// text, or the scorers can't be merged.
    /// </exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TransformerChain<MultiHeadTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var stages = PipelineStage.Flatten(_start.Fit(input));
        var scorers = stages.Select(stage => stage.Transformer).OfType<TextScorerTransformer>().ToArray();
        var columns = ScorerMerging.CheckScorers(scorers);
        CheckBetween(stages, input.Schema, columns);
        var others = stages.Where(stage => stage.Transformer is not TextScorerTransformer).ToArray();
        var data = others.Aggregate(input, Apply);
        var merged = _merging.Merge(scorers, data);
        return new TransformerChain<MultiHeadTransformer>(
            [.. others.Select(stage => stage.Transformer), merged], [.. others.Select(stage => stage.Scope), TransformerScope.Everything]);
    }

    /// <summary>The pipeline's columns and the routed ones.</summary>
    /// <param name="inputSchema">The shape of the training data.</param>
    /// <returns>The shape of the transformed data.</returns>
    /// <exception cref="GwSmmException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var shape = _start.GetOutputSchema(inputSchema);
        return StageShape.AddRouted(shape);
    }

    private static IDataView Apply(IDataView data, PipelineStage stage)
    {
        try
        {
            return stage.Transformer.Transform(data);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new GwSmmException(
                $"Stage {stage.Transformer.GetType().Name} cannot run without the single scorers, which the merge replaces: {exception.Message} "
                + "Append stages that use a scorer's columns after AppendGwMerge.",
                exception);
        }
    }

    private static void CheckBetween(IReadOnlyList<PipelineStage> stages, DataViewSchema schema, DataColumns columns)
    {
        var seenScorer = false;
        var before = schema;
        foreach (var (transformer, _) in stages)
        {
            var after = transformer.GetOutputSchema(before);
            if (transformer is TextScorerTransformer)
            {
                seenScorer = true;
            }
            else if (seenScorer && Redefined(before, after, columns) is { } column)
            {
                throw new GwSmmException(
                    $"Stage {transformer.GetType().Name} changes column '{column}' behind a scorer that reads it. The merged scorers read one and the same column: move the stage before the first scorer.");
            }

            before = after;
        }
    }

    private static string? Redefined(DataViewSchema before, DataViewSchema after, DataColumns columns) =>
        new[] { columns.Text, columns.Item, columns.Label }.FirstOrDefault(name => CountOf(after, name) > CountOf(before, name));

    private static int CountOf(DataViewSchema schema, string name) => schema.Count(column => string.Equals(column.Name, name, StringComparison.Ordinal));
}
