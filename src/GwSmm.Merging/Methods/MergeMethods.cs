namespace GwSmm.Merging;

/// <summary>The merge methods by name. Thread-safe.</summary>
public static class MergeMethods
{
    /// <summary>The known names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "average", "slerp", "task-arithmetic", "ties", "paper-ties", "dare", "dare-ties", "della", "tsv-m", "iso-c", "wudi",
        "distill", "regmean", "regmean++", "progressive", "fisher", "adamerging",
    ];

    /// <summary>Those that merge tensor by tensor, see <see cref="ITensorMergeMethod"/>: they need no responses and never hold whole encoders.</summary>
    public static IReadOnlyList<string> TensorNames { get; } = [.. Names.Where(name => Create(name) is ITensorMergeMethod)];

    /// <summary>Those that run where the base is unknown, for messages.</summary>
    /// <param name="names">Names of methods.</param>
    /// <returns>Their names, with commas between.</returns>
    internal static string WithoutBase(IEnumerable<string> names) => string.Join(", ", names.Where(name => !Create(name).NeedsBase));

    /// <summary>Creates a method with its default parameters.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">The seed of methods that drop entries at random; the others take no notice.</param>
    /// <returns>The method.</returns>
    /// <exception cref="GwSmmException">There is no method of that name.</exception>
    public static IMergeMethod Create(string name, ulong seed = 0) => name switch
    {
        "average" => new AverageMerge(),
        "slerp" => new SlerpMerge(),
        "task-arithmetic" => new TaskArithmeticMerge(),
        "ties" => new TiesMerge(),
        "paper-ties" => new PaperTiesMerge(),
        "distill" => new DistillMerge(),
        "regmean" => new RegMeanMerge(),
        "regmean++" => new RegMeanMerge(new RegMeanOptions { MergedInputs = true }),
        "progressive" => new ProgressiveMerge(),
        "fisher" => new FisherMerge(),
        "adamerging" => new AdaMergingMerge(),
        "dare" => new DareMerge(new DareOptions { Seed = seed }),
        "dare-ties" => new DareMerge(new DareOptions { Combination = DareCombination.Ties, Seed = seed }),
        "della" => new DellaMerge(new DellaOptions { Seed = seed }),
        "tsv-m" => new TsvMerge(),
        "iso-c" => new IsoCMerge(),
        "wudi" => new WudiMerge(),
        _ => throw new GwSmmException($"There is no merge method '{name}'. Choose one of {string.Join(", ", Names)}."),
    };
}
