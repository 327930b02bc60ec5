namespace GwSmm.Encoders.Tests;

public class TextEncoderTests
{
    private static readonly BaseEncoder Encoder = Models.Base();
    private static readonly FeatureOptions Options = new() { MaxTokens = 5 };

    [Fact]
    public void KeepsTheOrderAndCountsTruncation()
    {
        var encoder = Make(1);
        string[] texts = ["water salt water salt", "salt", "", "waters"];
        var all = encoder.Encode(texts);
        Assert.Equal(4, encoder.FeatureCount);
        Assert.Equal(16, all.Length);
        Assert.Equal(1, encoder.TruncatedCount);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.Equal(encoder.Encode([texts[i]]), all[(i * 4)..((i + 1) * 4)]);
        }

        Assert.Equal(2, encoder.TruncatedCount);
        Assert.Empty(encoder.Encode([]));
    }

    [Fact]
    public void Overlong_words_are_counted_over_all_calls()
    {
        var encoder = Make(2);
        encoder.Encode(["salt " + new string('s', 100_000), "water"]);
        encoder.Encode([new string('w', 201), new string('w', 200)]);

        Assert.Equal((2, 0), (encoder.OverlongWordCount, encoder.TruncatedCount));
    }

    [Fact]
    public void FeaturesAreThoseOfTheTokens()
    {
        var expected = new BertEncoder(Encoder.Config, Encoder.Weights).Encode([[2, 4, 5, 3], [2, 6, 3]], Options);
        Assert.Equal(expected, Make(1).Encode(["Waters", "salt"]));
    }

    [Fact]
    public void ThreadsDoNotMatter()
    {
        string[] texts = [.. Enumerable.Range(0, 700).Select(i => string.Join(' ', Enumerable.Repeat(i % 3 == 0 ? "salt" : "water", i % 4)))];
        Assert.Equal(Make(1).Encode(texts), Make(3).Encode(texts));
    }

    [Fact]
    public async Task Calls_of_all_sizes_at_a_time_do_not_disturb_each_other()
    {
        var encoder = Make(2);
        string[][] calls = [.. Enumerable.Range(0, 24).Select(k => Enumerable.Range(0, 1 + (k * 37 % 300)).Select(i => string.Join(' ', Enumerable.Repeat((i + k) % 3 == 0 ? "salt" : "water", (i + k) % 5))).ToArray())];
        float[][] expected = [.. calls.Select(texts => Make(1).Encode(texts))];

        var found = await Task.WhenAll(calls.Select(texts => Task.Run(() => encoder.Encode(texts))));

        Assert.Equal(expected, found);
    }

    [Fact]
    public void StopsWhenCancelled() => Assert.Throws<OperationCanceledException>(() => Make(1).Encode(["salt"], new CancellationToken(canceled: true)));

    [Fact]
    public void RefusesFeaturesTheEncoderHasNot()
    {
        Assert.Throws<GwSmmException>(() => new TextEncoder(Encoder.Config, Encoder.Weights, new TextTokenizer(Models.Vocabulary), Options with { Layer = 3 }));
        Assert.Throws<ArgumentException>(() => new TextEncoder(
            Encoder.Config, Encoder.Weights, new TextTokenizer(Vocabulary.Create([.. Models.Vocabulary.Tokens, "acid"], "test")), Options));
    }

    [Fact]
    public void RefusesTokensOutsideTheEncoder()
    {
        var encoder = new BertEncoder(Encoder.Config, Encoder.Weights);
        Assert.Contains("token number 7", Assert.Throws<ArgumentException>(() => encoder.Encode([[2, 3], [7]], Options)).Message, StringComparison.Ordinal);
        Assert.Contains("6 tokens", Assert.Throws<ArgumentException>(() => encoder.Encode([[2, 2, 2, 2, 2, 2]], Options)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => encoder.Encode([[]], Options));
    }

    private static TextEncoder Make(int threads) => new(Encoder.Config, Encoder.Weights, new TextTokenizer(Models.Vocabulary), Options, threads);
}
