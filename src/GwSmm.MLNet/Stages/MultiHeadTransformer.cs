using GwSmm.Encoders;
using GwSmm.Merging;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>
/// Merged encoders with the heads of many items. Each row is routed by its item column to <c>Score</c> and <c>PredictedLabel</c>;
/// beside them, <c>{item}.Features</c>, <c>{item}.Score</c> and <c>{item}.PredictedLabel</c> hold what every head says of the row.
/// Only columns that are read are computed. Immutable; thread-safe.
/// </summary>
/// <remarks>
/// Multi-class: <c>Score</c> is a vector of probabilities over the classes of all items, zero for classes that the row's item has not, and
/// <c>PredictedLabel</c> a key. Multi-label: <c>Score</c> holds a probability per label and <c>PredictedLabel</c> a Boolean per label. Where
/// some items are multi-class and others multi-label there are no routed columns, only those of the items.
/// </remarks>
public sealed class MultiHeadTransformer : ScoringTransformer
{
    internal const string LoaderSignature = "GwSmmMultiHead";
    private const string ModelSignature = "GWSMM MH";
    private readonly MultiHeadManifest _manifest;

    internal MultiHeadTransformer(IHostEnvironment environment, MergedModel model, MultiHeadManifest manifest, MergeResult? result)
        : base(environment, manifest.Precision, log => CreateScorer(model, manifest, log))
    {
        Model = model;
        Result = result;
        _manifest = manifest;
    }

    /// <summary>The items, in the order of their columns.</summary>
    public IReadOnlyList<string> Items => _manifest.Items;

    /// <summary>Names of the slots of <c>Score</c>; empty where there are no routed columns.</summary>
    public IReadOnlyList<string> Classes => _manifest.Classes ?? [];

    /// <summary>The merged encoders and the heads.</summary>
    public MergedModel Model { get; }

    /// <summary>Everything that the merge found; null after loading, which keeps <see cref="Report"/> only.</summary>
    public MergeResult? Result { get; }

    /// <summary>What the merge did.</summary>
    public GwMergeReport Report => _manifest.Report!;

    /// <summary>The same stage at another precision; see <see cref="ScoringTransformer.Precision"/>.</summary>
    /// <param name="precision">What dense layers are computed in.</param>
    /// <returns>A stage that shares the model with this one; saved, it keeps the precision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such precision.</exception>
    public MultiHeadTransformer WithPrecision(EncoderPrecision precision) => new(Environment, Model, _manifest with { Precision = precision }, Result);

    private protected override ScoringTransformer AtPrecision(EncoderPrecision precision) => WithPrecision(precision);

    private static MultiHeadScorer CreateScorer(MergedModel model, MultiHeadManifest manifest, StageLog log)
    {
        var tokenizer = new TextTokenizer(model.Vocabulary, model.LowerCase);
        var groups = model.Groups.SelectMany(group => Passes(group, weights => EncoderFeaturizer.Create(model.Config, weights, tokenizer, model.Features, manifest.Precision), manifest));
        return new MultiHeadScorer([.. groups], manifest.Items, manifest.TextColumn, manifest.ItemColumn, manifest.Classes, (losses, maxTokens) => log.Lost(losses, maxTokens, tokenizer.MaxWordLength));
    }

    // Items without a delta share one pass; each item with a delta has its own.
    private static IEnumerable<ItemGroup> Passes(MergedGroup group, Func<EncoderWeights, EncoderFeaturizer> create, MultiHeadManifest manifest)
    {
        var shared = new Lazy<EncoderFeaturizer>(() => create(group.Weights));
        return group.Items
            .GroupBy(item => group.DeltaOf(item) is null ? null : item, StringComparer.Ordinal)
            .Select(items => new ItemGroup(
                group.DeltaOf(items.First()) is { } delta ? shared.Value.WithDelta(delta, group.Weights) : shared.Value,
                [.. items.Select(item => new ItemHead(item, group.HeadOf(item), manifest.ItemClasses[item]))]));
    }

    // Found by ML.NET by name and signature.
    private static MultiHeadTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (manifest, model) = StageFiles.Load<MultiHeadManifest, MergedModel>(ctx, ModelSignature, LoaderSignature, MergedModel.Load);
        return new MultiHeadTransformer(env, model, manifest, result: null);
    }

    private protected override void SaveTo(ModelSaveContext context) =>
        StageFiles.Save(context, ModelSignature, LoaderSignature, _manifest, Model.Save);
}
