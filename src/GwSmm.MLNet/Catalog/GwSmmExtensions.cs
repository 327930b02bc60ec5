using GwSmm.MLNet;

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
}
