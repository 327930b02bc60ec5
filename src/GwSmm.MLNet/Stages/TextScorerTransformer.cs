using GwSmm.Encoders;
using GwSmm.Merging;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet;

/// <summary>
/// The scoring model of one item as a stage. It adds <c>{item}.Features</c>, <c>{item}.Score</c> and <c>{item}.PredictedLabel</c>
/// to any row that has a text, whatever item it answers. Immutable; thread-safe.
/// </summary>
public sealed class TextScorerTransformer : ScoringTransformer
{
    internal const string LoaderSignature = "GwSmmTextScorer";
    private const string ModelSignature = "GWSMM TS";

    internal TextScorerTransformer(
        IHostEnvironment environment, ScoringModel model, DataColumns columns, IReadOnlyList<string> classes, BaseEncoder? baseEncoder, EncoderPrecision precision)
        : base(environment, precision, log => CreateScorer(model, columns, classes, precision, log))
    {
        Model = model;
        Columns = columns;
        Classes = classes;
        BaseEncoder = baseEncoder;
    }

    /// <summary>The item.</summary>
    public string Item => Model.Item;

    /// <summary>The encoder and the head.</summary>
    public ScoringModel Model { get; }

    /// <summary>Names of the slots of <c>{item}.Score</c>.</summary>
    public IReadOnlyList<string> Classes { get; }

    internal DataColumns Columns { get; }

    /// <summary>What training started from; null after loading, since only its hash is saved.</summary>
    internal BaseEncoder? BaseEncoder { get; }

    /// <summary>The same stage at another precision; see <see cref="ScoringTransformer.Precision"/>.</summary>
    /// <param name="precision">What dense layers are computed in.</param>
    /// <returns>A stage that shares the model with this one; saved, it keeps the precision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such precision.</exception>
    public TextScorerTransformer WithPrecision(EncoderPrecision precision) => new(Environment, Model, Columns, Classes, BaseEncoder, precision);

    private protected override ScoringTransformer AtPrecision(EncoderPrecision precision) => WithPrecision(precision);

    private static MultiHeadScorer CreateScorer(ScoringModel model, DataColumns columns, IReadOnlyList<string> classes, EncoderPrecision precision, StageLog log)
    {
        var featurizer = new EncoderFeaturizer(model.CreateEncoder(precision: precision), model.Features.MaxTokens);
        var group = new ItemGroup(featurizer, [new ItemHead(model.Item, model.Head, classes)]);
        return new MultiHeadScorer(
            [group], [model.Item], columns.Text, itemColumn: null, classes: null, (losses, maxTokens) => log.Lost(losses, maxTokens, model.Vocabulary.MaxWordLength));
    }

    // Found by ML.NET by name and signature.
    private static TextScorerTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (manifest, model) = StageFiles.Load<TextScorerManifest, MergedModel>(ctx, ModelSignature, LoaderSignature, MergedModel.Load);
        var scoring = new ScoringModel(
            manifest.Item, model.Config, model.Groups[0].Weights, model.Vocabulary, model.LowerCase, model.Features,
            model.Groups[0].HeadOf(manifest.Item), manifest.BaseHash, manifest.Training);
        var columns = new DataColumns(manifest.ItemColumn, manifest.TextColumn, manifest.LabelColumn);
        return new TextScorerTransformer(env, scoring, columns, manifest.ItemClasses[manifest.Item], baseEncoder: null, manifest.Precision);
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        var manifest = new TextScorerManifest
        {
            Product = StageManifest.ThisProduct,
            TextColumn = Columns.Text,
            ItemColumn = Columns.Item,
            LabelColumn = Columns.Label,
            Precision = Precision,
            ItemClasses = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Item] = Classes },
            Item = Item,
            BaseHash = Model.BaseHash,
            Training = Model.Training,
        };
        StageFiles.Save(context, ModelSignature, LoaderSignature, manifest, AsMergedModel().Save);
    }

    // The public format holds merged models; a single one is a group of one.
    private MergedModel AsMergedModel()
    {
        var heads = new Dictionary<string, ScoringHead>(StringComparer.Ordinal) { [Item] = Model.Head };
        var provenance = new MergeProvenance("none", HeadFit.Keep, Model.Training?.Seed ?? 0, Model.BaseHash, MergePlan.Alone([Item]));
        return new MergedModel(
            Model.Config, Model.Vocabulary, Model.LowerCase, Model.Features, [new MergedGroup([Item], Model.Weights, heads)], provenance);
    }
}
