using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.MLNet;

/// <summary>
/// How scorers are grouped and merged. Name at most one of <see cref="MaxGroupSize"/>, <see cref="Clusters"/>,
/// <see cref="DistanceThreshold"/> and <see cref="Plan"/>; with none, groups have up to three items.
/// </summary>
public sealed record GwMergeOptions
{
    /// <summary>Nearest disjoint groups of up to this many items. Default null.</summary>
    public int? MaxGroupSize { get; init; }

    /// <summary>Average linkage on the distances, cut at this many groups (the paper's way). Default null.</summary>
    public int? Clusters { get; init; }

    /// <summary>Average linkage on the distances, cut where groups get farther apart than this. Default null.</summary>
    public double? DistanceThreshold { get; init; }

    /// <summary>The groups, decided by a person. Default null.</summary>
    public MergePlan? Plan { get; init; }

    /// <summary>
    /// Lets the merge choose by validation responses which items share an encoder and what each keeps of its own, see <see cref="Auto"/>; null, the default, merges as the
    /// other options say. The groups of the rule above are then one of the ways that are tried, and <see cref="Method"/> is not used. Every
    /// item gets a refitted head, for such heads were measured; <see cref="RefitHeads"/> must be true and <see cref="HeadFit"/> null or <see cref="Merging.HeadFit.Refit"/>.
    /// </summary>
    public AutoMergeOptions? Automatic { get; init; }

    /// <summary>How the encoders of a group become one. Default <see cref="AverageMerge"/>.</summary>
    public IMergeMethod Method { get; init; } = new AverageMerge();

    /// <summary>How each item's difference to the encoder of its group is stored beside it; null, the default, stores none.</summary>
    public DeltaOptions? Corrections { get; init; }

    /// <summary>A method that makes shared weights and a delta for each item, such as <see cref="EmrMerge"/>, in place of <see cref="Method"/>. Default null.</summary>
    public IDeltaMergeMethod? DeltaMethod { get; init; }

    /// <summary>The distance between the features of two responses to one item. Default <see cref="CostMetric.Euclidean"/>.</summary>
    public CostMetric Metric { get; init; } = CostMetric.Euclidean;

    /// <summary>
    /// Whether the heads of merged items are fitted anew, in the way of <see cref="HeadFit"/>; if not, they stay as they were. Default true.
    /// </summary>
    public bool RefitHeads { get; init; } = true;

    /// <summary>How heads are fitted anew; null, the default, leaves it to the method (logistic regression for most).</summary>
    public HeadFit? HeadFit { get; init; }

    /// <summary>What is chosen on cross-validated predictions after a refit: temperature, thresholds, cut points. Default nothing.</summary>
    public HeadDecisionOptions Decision { get; init; } = new();

    /// <summary>Whether heads are also refitted to the individual encoders, as a fair baseline in <see cref="MultiHeadTransformer.Result"/>. Default false.</summary>
    public bool RefitIndividuals { get; init; }

    /// <summary>The most responses of an item that the distances are computed from; more are sampled. Default 500.</summary>
    public int MaxFeatureRows { get; init; } = 500;

    /// <summary>Seed of samples and folds; null, the default, draws one from the <c>MLContext</c>, whose own seed thus decides.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Threads to use, at least 1; the result does not depend on it. Default: all processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// What the scorers were trained from, for methods that need it; null, the default, takes it from scorers that were trained in this
    /// process.
    /// </summary>
    public BaseEncoder? BaseEncoder { get; init; }

    /// <summary>
    /// What the fitted stage scores in; the merge is always in single precision. Default <see cref="EncoderPrecision.Float32"/>; see
    /// <see cref="ScoringTransformer.Precision"/> for what <see cref="EncoderPrecision.Int8"/> gains and costs.
    /// </summary>
    public EncoderPrecision Precision { get; init; } = EncoderPrecision.Float32;

    /// <summary>Stops the merge. Default: never.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Hears of the progress of the merge, on the threads that work. Default: nobody.</summary>
    public IProgress<MergeProgress>? Progress { get; init; }

    /// <summary>Options for the smallest model that keeps the scores: shared encoders with corrections per item are tried from cheap to dear on held-out responses.</summary>
    /// <param name="retention">The share of its score that every item must keep on them, in (0, 1].</param>
    /// <param name="maxStorage">The largest share of the single models' bytes, in (0, 1]. The smallest model found that keeps the scores is taken whatever this is; where it is larger, report and log say by how much.</param>
    /// <returns>The defaults with <see cref="Automatic"/>.</returns>
    /// <exception cref="GwSmmException">A share is out of its range.</exception>
    public static GwMergeOptions Auto(double retention = 0.99, double maxStorage = 0.34)
    {
        var automatic = new AutoMergeOptions { Retention = retention, WorstRetention = Math.Min(retention, new AutoMergeOptions().WorstRetention), MaxStorage = maxStorage };
        automatic.Validate();
        return new GwMergeOptions { Automatic = automatic };
    }
}
