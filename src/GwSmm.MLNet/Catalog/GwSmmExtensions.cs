using GwSmm;
using GwSmm.Encoders;
using GwSmm.MLNet;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Entry points of GW-SMM for ML.NET.</summary>
public static class GwSmmExtensions
{
    /// <summary>The catalog of GW-SMM's stages.</summary>
    /// <param name="mlContext">The context.</param>
    /// <returns>The catalog.</returns>
    public static GwSmmCatalog GwSmm(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new GwSmmCatalog(mlContext);
    }

    /// <summary>
    /// Ends a pipeline with a merge: when it is fitted, its text scorers are grouped by the Gromov-Wasserstein distance between their
    /// features and replaced by one stage of merged encoders. Its other stages stay, in their order.
    /// </summary>
    /// <param name="start">A pipeline with text scorers.</param>
    /// <param name="mlContext">The context.</param>
    /// <param name="options">How to group and merge; null means the defaults.</param>
    /// <returns>The pipeline; more stages may be appended.</returns>
    public static GwMergeEstimator AppendGwMerge(this IEstimator<ITransformer> start, MLContext mlContext, GwMergeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(mlContext);
        return new GwMergeEstimator(start, mlContext, options ?? new GwMergeOptions());
    }

    /// <summary>Sets the precision of all text scorers of a fitted or loaded pipeline, such as one from <c>mlContext.Model.Load</c>.</summary>
    /// <param name="model">The pipeline; not changed.</param>
    /// <param name="precision">What their encoders compute in; see <see cref="ScoringTransformer.Precision"/>.</param>
    /// <returns>A pipeline with the same stages, which shares their models; saved, it keeps the precision.</returns>
    /// <exception cref="GwSmmException">The pipeline has no text scorer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such precision.</exception>
    public static TransformerChain<ITransformer> WithPrecision(this ITransformer model, EncoderPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stages = PipelineStage.Flatten(model);
        return stages.Any(stage => stage.Transformer is ScoringTransformer)
            ? new TransformerChain<ITransformer>(
                [.. stages.Select(stage => stage.Transformer is ScoringTransformer scorer ? scorer.At(precision) : stage.Transformer)], [.. stages.Select(stage => stage.Scope)])
            : throw new GwSmmException($"There is no text scorer among the {stages.Count} stages of the model, so there is no precision to set. Give a model with TextScorer, LoadScorer or AppendGwMerge.");
    }
}
