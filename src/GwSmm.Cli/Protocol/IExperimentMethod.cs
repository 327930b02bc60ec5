using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>A way from individual models and a plan to one merged model, which <see cref="MergedScorer"/> then scores. Deterministic for a seed.</summary>
internal interface IExperimentMethod
{
    /// <summary>Its name in the tables.</summary>
    string Label { get; }

    /// <summary>Merges.</summary>
    /// <param name="context">Models, responses, base and seed.</param>
    /// <param name="plan">The groups.</param>
    /// <param name="progress">Told of each step, from whichever thread did it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The merged model and what was done.</returns>
    /// <exception cref="GwSmmException">The method cannot merge these models.</exception>
    MergeResult Create(MethodContext context, MergePlan plan, IProgress<MergeProgress> progress, CancellationToken cancellation);
}
