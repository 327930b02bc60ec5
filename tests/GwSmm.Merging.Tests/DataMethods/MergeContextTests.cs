using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class MergeContextTests
{
    private static readonly Dictionary<string, ScoringHead> Heads = WaveModels.Heads;

    [Fact]
    public void Defaults()
    {
        var context = new MergeContext(WaveModels.Config, new FeatureOptions(), WaveModels.Sequences, Heads);
        Assert.Equal((1, 0UL), (context.Threads, context.Seed));
        Assert.Null(context.Progress);
        Assert.False(((IMergeMethod)new AverageMerge()).NeedsResponses);
        Assert.Null(WaveModels.Input(null).Context);
        Assert.Same(context, WaveModels.Input(context).Context);
    }

    [Fact]
    public void Responses_are_tokenised_as_the_models_do()
    {
        var model = TinyModels.Model("1", TinyModels.Base());
        var context = MergeContext.Create([model], new Dictionary<string, ResponseSet>(StringComparer.Ordinal) { ["1"] = TinyModels.Responses("1", 10) }, 2, 9, null);
        var tokenizer = new TextTokenizer(model.Vocabulary, model.LowerCase);
        Assert.Equal(TinyModels.Responses("1", 10).Texts.Select(text => tokenizer.Tokenize(text, 16).Ids), context.Sequences["1"]);
        Assert.Same(model.Head, context.Heads["1"]);
        Assert.Equal((2, 9UL), (context.Threads, context.Seed));
    }

    [Theory]
    [InlineData("A", new[] { 1 }, "1 responses")]
    [InlineData("A", new[] { 1, 0 }, "Response 2 to item 'A' has 0 tokens")]
    [InlineData("A", new[] { 7, 1 }, "Response 1 to item 'A' has 7 tokens; expected 1 to 6")]
    [InlineData("Z", new[] { 1, 1 }, "Item 'Z' has responses but no head")]
    public void Responses_that_cannot_be_read_are_refused(string item, int[] lengths, string part)
    {
        var sequences = new Dictionary<string, int[][]>(StringComparer.Ordinal) { [item] = [.. lengths.Select(length => new int[length])] };
        Assert.Contains(part, Refused(sequences, Heads), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_tokens_and_heads_that_do_not_fit_are_refused()
    {
        Dictionary<string, int[][]> Tokens(int id) => new(StringComparer.Ordinal) { ["A"] = [[1, id], [2]] };
        Assert.Contains("token number 9; expected 0 to 8", Refused(Tokens(9), Heads), StringComparison.Ordinal);
        Assert.Contains("token number -1", Refused(Tokens(-1), Heads), StringComparison.Ordinal);
        Dictionary<string, ScoringHead> Of(ScoringHead head) => new(StringComparer.Ordinal) { ["A"] = head };
        Assert.Contains("reads 3 features; expected 4", Refused(Tokens(1), Of(new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[6], new float[2]))), StringComparison.Ordinal);
        Assert.Contains("not finite", Refused(Tokens(1), Of(new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[8], [0, float.NaN]))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_without_responses_is_refused_by_the_method()
    {
        var sequences = new Dictionary<string, int[][]>(StringComparer.Ordinal) { ["A"] = WaveModels.Sequences["A"] };
        var input = WaveModels.Input(new MergeContext(WaveModels.Config, new FeatureOptions { MaxTokens = 6 }, sequences, Heads));
        Assert.Contains("no responses to item 'B'; there are some for 'A'", WaveModels.Refused(() => new RegMeanMerge().Merge(input)), StringComparison.Ordinal);
    }

    private static string Refused(Dictionary<string, int[][]> sequences, Dictionary<string, ScoringHead> heads) =>
        WaveModels.Refused(() => _ = new MergeContext(WaveModels.Config, new FeatureOptions { MaxTokens = 6 }, sequences, heads));
}
