namespace GwSmm.Merging;

/// <summary>The merge methods by name. Thread-safe.</summary>
public static class MergeMethods
{
    /// <summary>The known names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["average", "ties", "paper-ties", "distill", "regmean", "regmean++", "progressive", "fisher", "adamerging"];

    /// <summary>Creates a method with its default parameters.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The method.</returns>
    /// <exception cref="GwSmmException">There is no method of that name.</exception>
    public static IMergeMethod Create(string name) => name switch
    {
        "average" => new AverageMerge(),
        "ties" => new TiesMerge(),
        "paper-ties" => new PaperTiesMerge(),
        "distill" => new DistillMerge(),
        "regmean" => new RegMeanMerge(),
        "regmean++" => new RegMeanMerge(new RegMeanOptions { MergedInputs = true }),
        "progressive" => new ProgressiveMerge(),
        "fisher" => new FisherMerge(),
        "adamerging" => new AdaMergingMerge(),
        _ => throw new GwSmmException($"There is no merge method '{name}'. Choose one of {string.Join(", ", Names)}."),
    };
}
