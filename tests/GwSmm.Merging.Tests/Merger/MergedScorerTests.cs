using System.Numerics.Tensors;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class MergedScorerTests
{
    private static readonly MergedModel Model = TinyModels.Merged();
    private static readonly string[] Texts = ["osmosis moves water", "salt", "the vinegar because the cell wall"];

    [Fact]
    public void Scores_AreHeadOnEncoder()
    {
        var scorer = new MergedScorer(Model, 1);
        var encoder = new TextEncoder(Model.Config, Model.Groups[0].Weights, new TextTokenizer(Model.Vocabulary, Model.LowerCase), Model.Features, 1);
        var features = encoder.Encode(Texts);
        Assert.Equal(features, scorer.Features("10", Texts));
        Assert.Equal(HeadPredictor.Logits(Model.HeadOf("10"), features), scorer.Logits("10", Texts));
        Assert.Equal(HeadPredictor.Probabilities(Model.HeadOf("10"), features), scorer.Probabilities("10", Texts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void In_bytes_items_with_and_without_delta_have_the_features_of_their_own_encoders(int threads)
    {
        var origin = TinyModels.Base();
        var deltas = new Dictionary<string, EncoderDelta>(StringComparer.Ordinal) { ["1"] = DeltaBuilder.Build(origin.Weights, TinyModels.Model("1", origin).Weights) };
        var heads = new[] { "1", "2" }.ToDictionary(item => item, _ => Model.HeadOf("1"), StringComparer.Ordinal);
        var model = new MergedModel(origin.Config, origin.Vocabulary, origin.LowerCase, Model.Features, [new MergedGroup(["1", "2"], origin.Weights, heads, "test", deltas)], Model.Provenance);

        var (bytes, single) = (new MergedScorer(model, threads, EncoderPrecision.Int8), new MergedScorer(model, threads));

        Assert.Equal((EncoderPrecision.Int8, EncoderPrecision.Float32), (bytes.Precision, single.Precision));
        foreach (var item in model.Items)
        {
            var own = model.DeltaOf(item)?.ApplyTo(origin.Weights) ?? origin.Weights;
            var features = bytes.Features(item, Texts);
            Assert.Equal(new TextEncoder(model.Config, own, new TextTokenizer(model.Vocabulary), model.Features, 1, EncoderPrecision.Int8).Encode(Texts), features);
            Assert.NotEqual(single.Features(item, Texts), features);
            Assert.InRange(TensorPrimitives.CosineSimilarity(single.Features(item, Texts), features), 0.999f, 1.0001f);
        }
    }

    [Fact]
    public void ItemsOfOneGroup_ShareOnePass()
    {
        var scorer = new MergedScorer(Model);
        var scores = scorer.Probabilities(["1", "10", "1"], Texts);
        Assert.Equal(3, scorer.EncodedTexts);
        var all = scorer.Probabilities(Model.Items, Texts);
        Assert.Equal(9, scorer.EncodedTexts);
        Assert.Equal(["1", "10", "2"], all.Keys.Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(scores["10"], all["10"]);
        Assert.Equal(scorer.Probabilities("2", Texts), all["2"]);
    }

    [Fact]
    public void LongTextsAndWords_AreCounted()
    {
        var scorer = new MergedScorer(Model);
        Assert.Equal(0, scorer.TruncatedCount);
        scorer.Features("1", [string.Join(' ', Enumerable.Repeat("water", 50)), "water " + new string('w', 201)]);
        Assert.Equal((1, 1), (scorer.TruncatedCount, scorer.OverlongWordCount));
    }

    [Fact]
    public void UnknownItem_IsNamed()
    {
        var error = Assert.Throws<GwSmmException>(() => new MergedScorer(Model).Probabilities("4", Texts));
        Assert.Equal("The model has no item '4'; it scores '1', '2', '10'. Correct the item or train a model for it.", error.Message);
        Assert.Contains("Item '4' is not in the group of '1', '10'", Assert.Throws<GwSmmException>(() => Model.Groups[0].HeadOf("4")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MergedScorer(Model).GroupFeatures(2, Texts));
    }

    [Fact]
    public void Items_with_a_delta_take_a_pass_each_and_others_share_one()
    {
        var origin = TinyModels.Base();
        string[] items = ["1", "2", "3", "4"];
        var own = items.Take(2).ToDictionary(item => item, item => DeltaBuilder.Build(origin.Weights, TinyModels.Model(item, origin).Weights), StringComparer.Ordinal);
        var heads = items.ToDictionary(item => item, _ => Model.HeadOf("1"), StringComparer.Ordinal);
        var group = new MergedGroup(items, origin.Weights, heads, "test", own);
        var scorer = new MergedScorer(new MergedModel(origin.Config, origin.Vocabulary, origin.LowerCase, Model.Features, [group], Model.Provenance), 1);

        var scores = scorer.Probabilities(items, Texts);

        Assert.Equal(3 * Texts.Length, scorer.EncodedTexts);
        Assert.Equal(scores["3"], scores["4"]);
        foreach (var item in items)
        {
            var weights = group.DeltaOf(item)?.ApplyTo(origin.Weights) ?? origin.Weights;
            var features = new TextEncoder(origin.Config, weights, new TextTokenizer(origin.Vocabulary, origin.LowerCase), Model.Features, 1).Encode(Texts);
            Assert.Equal(features, scorer.Features(item, Texts));
            Assert.Equal(HeadPredictor.Probabilities(heads[item], features), scores[item]);
        }

        Assert.Equal(scorer.Features("3", Texts), scorer.GroupFeatures(0, Texts));
        Assert.NotEqual(scorer.Features("1", Texts), scorer.Features("2", Texts));
    }
}
