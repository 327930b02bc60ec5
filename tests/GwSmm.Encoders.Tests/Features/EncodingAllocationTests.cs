namespace GwSmm.Encoders.Tests;

public class EncodingAllocationTests
{
    private const int Texts = 150;

    /// <summary>What a call may allocate beside its result: closures, and the header of an array.</summary>
    private const int MostBytesPerCall = 1024;

    private static readonly EncoderConfig Config = Models.Config with { MaxPositions = 512, HiddenSize = 32, IntermediateSize = 64, HiddenDropout = 0, AttentionDropout = 0 };
    private static readonly string[] Words = ["Water", "salts", "sál", "water한salt", "x", "salt,salt", "\ud83d\ude00"];

    [Theory]
    [InlineData(EncoderPrecision.Float32)]
    [InlineData(EncoderPrecision.Int8)]
    public void A_warm_call_allocates_its_result_whatever_the_length_of_the_texts(EncoderPrecision precision) =>
        AssertTokensCostNothing(Models.Vocabulary, Config, precision);

    [Fact]
    public void Byte_pairs_cost_no_allocation_either()
    {
        string[] tokens = ["<s>", "<pad>", "</s>", "<unk>", .. ByteAlphabet.Letters.Select(letter => letter.ToString()), "al", "alt"];
        var vocabulary = Vocabulary.CreateBytePairs(tokens, ["a l", "al t"], addPrefixSpace: true, "test");
        AssertTokensCostNothing(vocabulary, Config with { VocabularySize = vocabulary.Count }, EncoderPrecision.Float32);
    }

    [Fact]
    public void A_dense_layer_after_the_embeddings_costs_no_allocation_either() =>
        AssertTokensCostNothing(Models.Vocabulary, Config with { EmbeddingSize = 16, Activation = HiddenActivation.GeluTanh, HasPooler = true }, EncoderPrecision.Float32);

    private static void AssertTokensCostNothing(Vocabulary vocabulary, EncoderConfig config, EncoderPrecision precision)
    {
        var encoder = new TextEncoder(
            config, BaseEncoder.Create(config, vocabulary, 1).Weights, new TextTokenizer(vocabulary), new FeatureOptions { MaxTokens = 500, Pooling = config.HasPooler ? Pooling.Pooler : Pooling.Mean },
            threads: 1, precision);
        var (few, many) = (Make(20), Make(60));
        Measure(encoder, many);
        Measure(encoder, few);

        var bytes = Measure(encoder, few);
        Assert.Equal(bytes, Measure(encoder, many));
        Assert.InRange(bytes, 1, (Texts * config.HiddenSize * sizeof(float)) + MostBytesPerCall);
    }

    private static string[] Make(int words) => [.. Enumerable.Range(0, Texts).Select(i => string.Join(' ', Enumerable.Range(0, words).Select(j => Words[(i + j) % Words.Length])))];

    private static long Measure(TextEncoder encoder, string[] texts)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        encoder.Encode(texts);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
