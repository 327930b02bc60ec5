using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class MergeChecksTests
{
    private static readonly BaseEncoder Origin = TinyModels.Base();
    private static readonly MergePlan Pair = new([["1", "2"]]);

    [Fact]
    public void TwoGroupingRules_AreRefused() =>
        Assert.StartsWith("The merge options set Clusters and Plan;", Assert.Throws<GwSmmException>(() => new ModelMerger(new MergeOptions { Clusters = 2, Plan = Pair })).Message, StringComparison.Ordinal);

    [Fact]
    public void NumbersOutOfRange_AreRefused()
    {
        Assert.Contains("MaxFeatureRows is 1", Assert.Throws<GwSmmException>(() => new ModelMerger(new MergeOptions { MaxFeatureRows = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("Threads is 0", Assert.Throws<GwSmmException>(() => new ModelMerger(new MergeOptions { Threads = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoModels_AreRefused() => Assert.StartsWith("There are no models to merge", Refused([]), StringComparison.Ordinal);

    [Fact]
    public void ItemTwice_IsRefused() =>
        Assert.StartsWith("There are 2 models for item '1'", Refused([TinyModels.Model("1", Origin), TinyModels.Model("1", Origin)], [TinyModels.Responses("1")]), StringComparison.Ordinal);

    [Fact]
    public void ItemWithoutResponses_IsNamed() =>
        Assert.StartsWith("There are no responses for item '2'; there are some for '1', '3'.", Refused(Two(), [TinyModels.Responses("3"), TinyModels.Responses("1")]), StringComparison.Ordinal);

    [Fact]
    public void TooFewResponses_AreNamed() =>
        Assert.StartsWith("Item '2' has 7 responses; merging needs at least 8.", Refused(Two(), [TinyModels.Responses("1"), TinyModels.Responses("2", 7)]), StringComparison.Ordinal);

    [Fact]
    public void UnknownLabel_IsNamed()
    {
        var wrong = ResponseSet.MultiClass("2", HeadCases.Texts(9), [.. Enumerable.Range(0, 9).Select(HeadCases.Name)]);
        Assert.StartsWith("Item '2' has responses with the label '3', but its head knows '0', '1', '2'.", Refused(Two(), [TinyModels.Responses("1"), wrong]), StringComparison.Ordinal);
    }

    [Fact]
    public void OneClass_IsNamed()
    {
        var wrong = ResponseSet.MultiClass("2", HeadCases.Texts(9), [.. Enumerable.Repeat("1", 9)]);
        Assert.StartsWith("Item '2': all 9 training responses have the class '1'", Refused(Two(), [TinyModels.Responses("1"), wrong]), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownItemInThePlan_IsNamed() =>
        Assert.StartsWith("The plan names '9'", Refused(Two(), options: new MergeOptions { Plan = new MergePlan([["1", "9"]]) }), StringComparison.Ordinal);

    [Fact]
    public void ItemMissingInThePlan_IsNamedOrStaysAlone()
    {
        var plan = new MergePlan([["1"]]);
        Assert.StartsWith("The plan does not name '2'", Refused(Two(), options: new MergeOptions { Plan = plan }), StringComparison.Ordinal);
        var merged = new ModelMerger(new MergeOptions { Plan = plan, MissingItemsStayAlone = true }).Merge(Two(), TinyModels.ResponsesOf(Two()));
        Assert.Equal("""{"groups":[["1"],["2"]]}""", MergePlanJson.FormatGroups(merged.Plan));
    }

    [Fact]
    public void DifferentArchitectures_AreNamed()
    {
        var wide = BaseEncoder.Create(TinyModels.Config with { IntermediateSize = 32, LayerCount = 2 }, TinyModels.Vocabulary, 1);
        Assert.StartsWith(
            "The models of items '1' and '2' differ: layers 1 and 2, intermediate size 16 and 32.",
            Refused([TinyModels.Model("1", Origin), TinyModels.Model("2", wide)]), StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentVocabularies_AreNamed()
    {
        var words = TinyModels.Vocabulary.Tokens.ToArray();
        (words[5], words[6]) = (words[6], words[5]);
        var other = BaseEncoder.Create(TinyModels.Config, Vocabulary.Create(words, "other"), 1);
        Assert.Contains("vocabularies of 16 ('tiny') and 16 ('other') tokens", Refused([TinyModels.Model("1", Origin), TinyModels.Model("2", other)]), StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentLongestWords_AreNamed()
    {
        var other = BaseEncoder.Create(TinyModels.Config, TinyModels.Vocabulary.WithMaxWordLength(100), 1);
        Assert.Contains(
            "differ: words of up to 200 and 100 characters (max_input_chars_per_word)",
            Refused([TinyModels.Model("1", Origin), TinyModels.Model("2", other)]), StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentFeatures_AreNamed()
    {
        var model = TinyModels.Model("2", Origin);
        var cls = new ScoringModel("2", model.Config, model.Weights, model.Vocabulary, model.LowerCase, new FeatureOptions { Pooling = Pooling.Cls, MaxTokens = 16 }, model.Head, model.BaseHash);
        Assert.Contains("features (Mean, layer last, 16 tokens) and (Cls, layer last, 16 tokens)", Refused([TinyModels.Model("1", Origin), cls]), StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentBases_InOneGroup_AreNamed()
    {
        ScoringModel[] models = [TinyModels.Model("1", Origin), TinyModels.Model("2", TinyModels.Base(2))];
        Assert.StartsWith("The models of items '1' and '2' grew from different base encoders", Refused(models), StringComparison.Ordinal);
        var apart = new ModelMerger(new MergeOptions { Plan = MergePlan.Alone(["1", "2"]) }).Merge(models, TinyModels.ResponsesOf(models));
        Assert.Empty(apart.Model.Provenance.BaseHash);
    }

    [Fact]
    public void Ties_WithoutBase_IsRefused() =>
        Assert.StartsWith("The merge method 'ties' needs the base encoder that '1', '2' grew from", Refused(Two(), options: new MergeOptions { Plan = Pair, Method = new TiesMerge() }), StringComparison.Ordinal);

    [Fact]
    public void Ties_WithAnotherBase_IsRefused()
    {
        var options = new MergeOptions { Plan = Pair, Method = new TiesMerge() };
        Assert.Contains("grew from the base encoder " + Origin.Hash[..12], Refused(Two(), options: options, origin: TinyModels.Base(2)), StringComparison.Ordinal);
        var deep = BaseEncoder.Create(TinyModels.Config with { LayerCount = 2 }, TinyModels.Vocabulary, 1);
        Assert.StartsWith("The base encoder and the model of item '1' differ: layers 2 and 1.", Refused(Two(), options: options, origin: deep), StringComparison.Ordinal);
    }

    [Fact]
    public void FeaturesThatAreNotFinite_NameTheItem()
    {
        var models = Two();
        Array.Fill(models[1].Weights["embeddings.LayerNorm.weight"].Data, float.NaN);
        Assert.StartsWith("Item '2': feature 1 of response 1 is NaN", Refused(models), StringComparison.Ordinal);
    }

    private static ScoringModel[] Two() => [TinyModels.Model("1", Origin), TinyModels.Model("2", Origin)];

    private static string Refused(ScoringModel[] models, ResponseSet[]? responses = null, MergeOptions? options = null, BaseEncoder? origin = null)
    {
        var sets = responses?.ToDictionary(set => set.Item, StringComparer.Ordinal) ?? TinyModels.ResponsesOf(models);
        return Assert.Throws<GwSmmException>(() => new ModelMerger(options ?? new MergeOptions { Plan = models.Length == 2 ? Pair : null }).Merge(models, sets, origin)).Message;
    }
}
