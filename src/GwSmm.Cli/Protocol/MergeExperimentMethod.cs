using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>A way to merge, its options but for the plan complete.</summary>
/// <param name="label">Its name in the tables.</param>
/// <param name="options">Method, corrections or automatic choice, and how heads are fitted.</param>
internal sealed class MergeExperimentMethod(string label, MergeOptions options) : IExperimentMethod
{
    /// <inheritdoc/>
    public string Label => label;

    /// <inheritdoc/>
    public MergeResult Create(MethodContext context, MergePlan plan, IProgress<MergeProgress> progress, CancellationToken cancellation) => new ModelMerger(options with
    {
        Plan = plan,
        Distances = context.Distances,
        Automatic = options.Automatic is null || context.Validation.Count == 0 ? options.Automatic : options.Automatic with { Validation = context.Validation },
        RefitIndividuals = false,
        RefitItemsAlone = true,
        Seed = context.Seed,
        Threads = context.Threads,
    }).Merge(context.Models, context.Training, context.Base, progress, cancellation);
}
