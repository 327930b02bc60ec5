namespace GwSmm.Encoders.Tests.Model;

public sealed class BaseEncoderTests
{
    [Fact]
    public void Create_DrawsWeightsAsBertDoes()
    {
        var config = EncoderConfig.Tiny(500);
        var vocabulary = Vocabulary.Create([.. Models.Vocabulary.Tokens], "test");

        var encoder = BaseEncoder.Create(config, vocabulary, 7);

        Assert.Equal(2 * 16 + 5, encoder.Weights.Tensors.Count);
        foreach (var tensor in encoder.Weights.Tensors)
        {
            if (tensor.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal))
            {
                Assert.All(tensor.Data, value => Assert.Equal(1f, value));
            }
            else if (tensor.Shape.Count == 1)
            {
                Assert.All(tensor.Data, value => Assert.Equal(0f, value));
            }
            else if (tensor.Data.Length > 10_000)
            {
                var mean = tensor.Data.Average();
                var deviation = Math.Sqrt(tensor.Data.Average(value => (value - mean) * (value - mean)));
                Assert.InRange(mean, -0.001, 0.001);
                Assert.InRange(deviation, 0.0195, 0.0205);
            }
        }
    }

    [Fact]
    public void Create_SameSeedSameBits_OtherSeedOtherBits()
    {
        Assert.Equal(Models.Base(3).Hash, Models.Base(3).Hash);
        Assert.NotEqual(Models.Base(3).Hash, Models.Base(4).Hash, StringComparer.Ordinal);
        Models.AssertSame(Models.Base(3).Weights, Models.Base(3).Weights);
    }

    [Fact]
    public void Create_TensorsHaveTheirOwnStreams()
    {
        var shallow = BaseEncoder.Create(Models.Config with { LayerCount = 1 }, Models.Vocabulary, 5).Weights;
        var deep = Models.Base(5).Weights;

        Assert.All(shallow.Tensors, tensor => Assert.Equal(tensor.Data, deep[tensor.Name].Data));
        Assert.NotEqual(deep["encoder.layer.0.attention.self.query.weight"].Data, deep["encoder.layer.1.attention.self.query.weight"].Data);
        Assert.False(Models.Base().IsPretrained);
        Assert.True(Models.Base().LowerCase);
    }

    [Fact]
    public void Hash_SeesOneBitOfWeightsTheVocabularyAndCasing()
    {
        var encoder = Models.Base();
        var changed = encoder.Weights.Clone();
        changed["encoder.layer.1.output.dense.bias"].Data[2] = float.Epsilon;
        var other = Vocabulary.Create([.. Models.Vocabulary.Tokens.SkipLast(1), "sand"], "test");

        string[] hashes =
        [
            encoder.Hash,
            new BaseEncoder(encoder.Config, changed, encoder.Vocabulary, true, false).Hash,
            new BaseEncoder(encoder.Config, encoder.Weights, other, true, false).Hash,
            new BaseEncoder(encoder.Config, encoder.Weights, encoder.Vocabulary, false, false).Hash,
            new BaseEncoder(encoder.Config, encoder.Weights, encoder.Vocabulary.WithMaxWordLength(100), true, false).Hash,
            new BaseEncoder(encoder.Config with { HeadCount = 1 }, encoder.Weights, encoder.Vocabulary, true, false).Hash,
        ];

        Assert.Equal(6, hashes.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(encoder.Hash, new BaseEncoder(encoder.Config with { HiddenDropout = 0 }, encoder.Weights.Clone(), encoder.Vocabulary, true, true).Hash);
    }

    [Fact]
    public void Constructor_RefusesPartsThatDoNotFit()
    {
        var encoder = Models.Base();

        Assert.Contains(
            "'pooler.dense.weight' is missing",
            Assert.Throws<ArgumentException>(() => new BaseEncoder(encoder.Config with { HasPooler = true }, encoder.Weights, encoder.Vocabulary, true, false)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has the shape [7, 4]",
            Assert.Throws<ArgumentException>(() => new BaseEncoder(encoder.Config with { VocabularySize = 8 }, encoder.Weights, encoder.Vocabulary, true, false)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "21 tensors, the weights have 37",
            Assert.Throws<ArgumentException>(() => new BaseEncoder(encoder.Config with { LayerCount = 1 }, encoder.Weights, encoder.Vocabulary, true, false)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BaseEncoder.Create(Models.Config with { VocabularySize = 6 }, Models.Vocabulary, 1));
    }
}
