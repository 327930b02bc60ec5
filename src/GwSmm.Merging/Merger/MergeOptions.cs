using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>How scoring models are grouped and merged. At most one of the four grouping rules is set; where none is, <see cref="DefaultMaxGroupSize"/> rules.</summary>
public sealed record MergeOptions
{
    /// <summary>The largest group where no grouping rule is set.</summary>
    public const int DefaultMaxGroupSize = 3;

    /// <summary>Nearest disjoint groups of at most so many items, see <see cref="ItemGrouping.NearestGroups"/>. Default null.</summary>
    public int? MaxGroupSize { get; init; }

    /// <summary>Average linkage cut at so many groups, see <see cref="ItemGrouping.AverageLinkage"/>. Default null.</summary>
    public int? Clusters { get; init; }

    /// <summary>Average linkage cut at this distance, see <see cref="ItemGrouping.DistanceThreshold"/>. Default null.</summary>
    public double? DistanceThreshold { get; init; }

    /// <summary>Groups as given. Default null.</summary>
    public MergePlan? Plan { get; init; }

    /// <summary>Whether an item that <see cref="Plan"/> does not name stays alone; if not, the default, it is refused.</summary>
    public bool MissingItemsStayAlone { get; init; }

    /// <summary>
    /// Chooses by validation responses which items share an encoder and what each keeps of its own; null, the default, does what the other options say. The groups
    /// of the rule above are then tried beside one group of all items, and <see cref="Method"/> is not used. Heads are refitted, those of items alone too, for this is
    /// what was measured: another <see cref="HeadFit"/> is refused.
    /// </summary>
    public AutoMergeOptions? Automatic { get; init; }

    /// <summary>
    /// Distances between exactly the items, where they are already known; null, the default, computes them. With <see cref="Plan"/> and without
    /// <see cref="RefitIndividuals"/> the individual encoders then need not run at all.
    /// </summary>
    public DistanceMatrix? Distances { get; init; }

    /// <summary>The merge method. Default <see cref="AverageMerge"/>.</summary>
    public IMergeMethod Method { get; init; } = new AverageMerge();

    /// <summary>How each item's difference to the encoder of its group is stored beside it; null, the default, stores none.</summary>
    public DeltaOptions? Corrections { get; init; }

    /// <summary>A method that makes shared weights and a delta for each item, such as <see cref="EmrMerge"/>, in place of <see cref="Method"/>. Default null.</summary>
    public IDeltaMergeMethod? DeltaMethod { get; init; }

    /// <summary>How the heads of merged items are fitted; null, the default, leaves it to the method. For items alone see <see cref="RefitItemsAlone"/>.</summary>
    public HeadFit? HeadFit { get; init; }

    /// <summary>
    /// Whether an item that shares its encoder with no other gets a refitted head (see <see cref="Merging.HeadFit.Refit"/>), whatever <see cref="HeadFit"/> says, so that it equals
    /// <see cref="ItemMerge.IndividualRefitted"/>; if not, the default, it keeps the head that it was trained with. With <see cref="Automatic"/> it always gets the refitted one.
    /// </summary>
    public bool RefitItemsAlone { get; init; }

    /// <summary>Parameters of the head refit; its seed and threads are those of this record.</summary>
    public HeadRefitOptions Refit { get; init; } = new();

    /// <summary>Parameters of the head training; its seed is that of this record.</summary>
    public HeadTrainingOptions Training { get; init; } = new();

    /// <summary>Whether heads are also refitted to the individual encoders, as the fair baseline for merged models. Default true.</summary>
    public bool RefitIndividuals { get; init; } = true;

    /// <summary>The distance between feature vectors. Default <see cref="CostMetric.Euclidean"/>, as in the paper.</summary>
    public CostMetric Metric { get; init; } = CostMetric.Euclidean;

    /// <summary>The solver of the Gromov-Wasserstein problems.</summary>
    public GromovWassersteinOptions Solver { get; init; } = new();

    /// <summary>The most responses of an item whose features are compared, drawn by seed, at least 2. Default 500.</summary>
    public int MaxFeatureRows { get; init; } = 500;

    /// <summary>Threads to use, at least 1; the number of processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The seed of all random choices, those of merge methods too. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How heads of shared encoders are fitted: what is asked for, else what the method prefers; an automatic choice measures refitted heads.</summary>
    internal HeadFit MergedHeadFit => Automatic is not null ? Merging.HeadFit.Refit : HeadFit ?? Method.DefaultHeadFit;

    /// <summary>Whether heads of items alone are refitted.</summary>
    internal bool RefitsItemsAlone => RefitItemsAlone || Automatic is not null;
}
