namespace GwSmm.Encoders.Tests;

/// <summary>Encoding with a delta gives what the encoder with the delta applied gives.</summary>
public class DeltaEncodingTests
{
    private static readonly EncoderConfig Config = new()
    {
        VocabularySize = 30,
        HiddenSize = 24,
        LayerCount = 3,
        HeadCount = 2,
        IntermediateSize = 40,
        MaxPositions = 20,
        EmbeddingSize = 16,
        HasPooler = true,
    };

    private static readonly EncoderWeights Shared = BaseEncoder.Create(Config, Models.Vocabulary, 3).Weights;
    private static readonly int[][] Sequences = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, 1 + (i * 7 % 20)).Select(k => ((i * 3) + k) % 30).ToArray())];

    [Theory]
    [InlineData("quantized")]
    [InlineData("dense")]
    [InlineData("sign")]
    [InlineData("mask")]
    [InlineData("rows")]
    [InlineData("highRank")]
    public void Materialised_deltas_give_the_bits_of_the_applied_encoder(string kind)
    {
        var delta = Delta(kind);
        var applied = new BertEncoder(Config, delta.ApplyTo(Shared));
        var corrected = new BertEncoder(Config, Shared).WithDelta(delta);
        foreach (var features in Features())
        {
            Assert.Equal(applied.Encode(Sequences, features), corrected.Encode(Sequences, features));
        }
    }

    [Fact]
    public void Low_rank_deltas_give_the_applied_encoder_to_rounding()
    {
        var delta = Delta("lowRank");
        var applied = new BertEncoder(Config, delta.ApplyTo(Shared));
        var corrected = new BertEncoder(Config, Shared).WithDelta(delta);
        foreach (var features in Features())
        {
            var (expected, actual) = (applied.Encode(Sequences, features), corrected.Encode(Sequences, features));
            Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 2e-5));
        }
    }

    [Theory]
    [InlineData(768, 768, 16, true)]
    [InlineData(768, 3072, 384, true)]
    [InlineData(768, 3072, 385, false)]
    [InlineData(256, 256, 16, true)]
    [InlineData(256, 256, 64, false)]
    [InlineData(256, 1024, 64, true)]
    public void Thin_products_are_made_where_they_take_fewer_operations(int rows, int columns, int rank, bool isThin) =>
        Assert.Equal(isThin, new LowRankDelta("x", [rows, columns], rank, new float[rows * rank], new float[rank * columns]).IsThin);

    [Theory]
    [InlineData("quantized")]
    [InlineData("lowRank")]
    public void Threads_and_the_company_of_other_sequences_do_not_matter(string kind)
    {
        int[][] many = [.. Enumerable.Repeat(Sequences, 5).SelectMany(sequences => sequences)];
        var features = new FeatureOptions { MaxTokens = 20 };
        var expected = new BertEncoder(Config, Shared).WithDelta(Delta(kind)).Encode(many, features);
        Assert.Equal(expected, new BertEncoder(Config, Shared, 3).WithDelta(Delta(kind)).Encode(many, features));
        Assert.Equal(expected[..24], new BertEncoder(Config, Shared, 3).WithDelta(Delta(kind)).Encode([many[0]], features));
    }

    [Fact]
    public void Items_that_share_an_encoder_can_be_scored_at_once()
    {
        var shared = new BertEncoder(Config, Shared, 2);
        string[] kinds = ["quantized", "sign", "lowRank", "dense"];
        var features = new FeatureOptions { MaxTokens = 20 };
        var encoders = kinds.Select(kind => shared.WithDelta(Delta(kind))).Append(shared).ToArray();
        var expected = encoders.Select(encoder => encoder.Encode(Sequences, features)).ToArray();
        Parallel.For(0, 20, i => Assert.Equal(expected[i % 5], encoders[i % 5].Encode(Sequences, features)));
        Assert.Equal(expected[4], new BertEncoder(Config, Shared).Encode(Sequences, features));
    }

    [Fact]
    public void A_second_delta_replaces_the_first()
    {
        var encoder = new BertEncoder(Config, Shared).WithDelta(Delta("sign"));
        var features = new FeatureOptions { MaxTokens = 20 };
        Assert.Equal(new BertEncoder(Config, Shared).WithDelta(Delta("dense")).Encode(Sequences, features), encoder.WithDelta(Delta("dense")).Encode(Sequences, features));
    }

    [Fact]
    public void A_text_encoder_counts_for_itself()
    {
        var origin = Models.Base();
        var shared = new TextEncoder(origin.Config, origin.Weights, new TextTokenizer(Models.Vocabulary), new FeatureOptions { MaxTokens = 5 }, 1);
        var delta = new EncoderDelta([DeltaCases.Quantized(4, false, 4, 6, "encoder.layer.1.output.dense.weight").Delta]);
        var own = shared.WithDelta(delta);
        var applied = new TextEncoder(origin.Config, delta.ApplyTo(origin.Weights), new TextTokenizer(Models.Vocabulary), new FeatureOptions { MaxTokens = 5 }, 1);
        string[] texts = ["water salt water salt", "salt"];
        Assert.Equal(applied.Encode(texts), own.Encode(texts));
        Assert.Equal((0, 1), (shared.TruncatedCount, own.TruncatedCount));
        Assert.NotEqual(shared.Encode(texts), own.Encode(texts));
    }

    [Fact]
    public void A_delta_of_another_architecture_is_refused() => Assert.Throws<ArgumentException>(
        () => new BertEncoder(Config, Shared).WithDelta(new EncoderDelta([DeltaCases.Dense(false, 2, 2).Delta])));

    private static IEnumerable<FeatureOptions> Features() =>
    [
        new() { MaxTokens = 20 }, new() { MaxTokens = 20, Layer = 0 }, new() { MaxTokens = 20, Layer = 2, Pooling = Pooling.Cls }, new() { MaxTokens = 20, Pooling = Pooling.Pooler },
    ];

    private static EncoderDelta Delta(string kind) => new(Shared.Tensors.Select((tensor, i) =>
    {
        var (rows, columns) = (tensor.Shape[0], tensor.Data.Length / tensor.Shape[0]);
        if (tensor.Shape.Count == 1)
        {
            return new DenseDelta(tensor.Name, tensor.Shape, DeltaCases.Gaussian(rows, (ulong)i, 0.05));
        }

        return kind switch
        {
            "quantized" => DeltaCases.Quantized(4, true, rows, columns, tensor.Name).Delta,
            "sign" => DeltaCases.Sign(true, rows, columns, tensor.Name).Delta,
            "mask" => DeltaCases.Mask(true, rows, columns, tensor.Name).Delta,
            "dense" => DeltaCases.Dense(true, rows, columns, tensor.Name).Delta,
            "lowRank" => LowRank(1),
            "highRank" => LowRank(9),
            _ => (TensorDelta)new RowDelta(tensor.Name, tensor.Shape, [0, rows - 1], DeltaCases.Quantized(3, false, 2, columns, tensor.Name).Delta),
        };

        LowRankDelta LowRank(int rank) =>
            new(tensor.Name, tensor.Shape, rank, DeltaCases.Gaussian(rows * rank, (ulong)i, 0.1), DeltaCases.Gaussian(columns * rank, (ulong)i + 100, 0.1));
    }));
}
