using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>A merge method with its head fit.</summary>
/// <param name="label">Its name in the tables.</param>
/// <param name="method">The merge method.</param>
/// <param name="headFit">How heads are fitted; null leaves it to the method.</param>
/// <param name="decision">What is chosen on cross-validated training predictions.</param>
internal sealed class MergeExperimentMethod(string label, IMergeMethod method, HeadFit? headFit, HeadDecisionOptions decision) : IExperimentMethod
{
    /// <inheritdoc/>
    public string Label => label;

    /// <inheritdoc/>
    public MergedModel Create(MethodContext context, MergePlan plan, CancellationToken cancellation) => new ModelMerger(new MergeOptions
    {
        Plan = plan,
        Distances = context.Distances,
        Method = method,
        HeadFit = headFit,
        Refit = new HeadRefitOptions { Decision = decision },
        RefitIndividuals = false,
        Seed = context.Seed,
        Threads = context.Threads,
    }).Merge(context.Models, context.Training, context.Base, null, cancellation).Model;
}
