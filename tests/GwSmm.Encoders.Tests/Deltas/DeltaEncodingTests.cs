using System.Runtime.CompilerServices;

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

    [Theory]
    [InlineData("quantized")]
    [InlineData("dense")]
    [InlineData("rows")]
    [InlineData("lowRank")]
    [InlineData("highRank")]
    public void Bytes_are_those_of_the_applied_encoder(string kind)
    {
        // A pooler and a dense layer after the embeddings stay in single precision and have the bits of the sum too.
        var delta = Delta(kind);
        var applied = new BertEncoder(Config, delta.ApplyTo(Shared), 1, EncoderPrecision.Int8);
        foreach (var threads in new[] { 1, 3 })
        {
            var corrected = new BertEncoder(Config, Shared, threads, EncoderPrecision.Int8).WithDelta(delta, Shared);
            foreach (var features in Features())
            {
                Assert.Equal(applied.Encode(Sequences, features), corrected.Encode(Sequences, features));
            }
        }
    }

    [Fact]
    public void In_bytes_layers_without_a_delta_are_shared_and_a_second_delta_replaces_the_first()
    {
        var shared = new BertEncoder(Config, Shared, 1, EncoderPrecision.Int8);
        var first = new EncoderDelta(Delta("dense").Tensors.Where(tensor => tensor.Name.StartsWith("encoder.layer.0.", StringComparison.Ordinal)));
        var second = new EncoderDelta(Delta("sign").Tensors.Where(tensor => !tensor.Name.StartsWith("encoder.layer.0.", StringComparison.Ordinal)));
        var features = new FeatureOptions { MaxTokens = 20 };

        var corrected = shared.WithDelta(first, Shared).WithDelta(second, Shared);

        Assert.Equal(new BertEncoder(Config, second.ApplyTo(Shared), 1, EncoderPrecision.Int8).Encode(Sequences, features), corrected.Encode(Sequences, features));
        Assert.Equal(new BertEncoder(Config, Shared, 1, EncoderPrecision.Int8).Encode(Sequences, features), shared.Encode(Sequences, features));
    }

    [Fact]
    public void In_bytes_an_item_holds_neither_tables_nor_matrices_of_its_own()
    {
        var config = Config with { VocabularySize = 60_000 };
        var weights = new EncoderWeights(Shared.Tensors.Select(tensor => string.Equals(tensor.Name, EncoderParameters.WordName, StringComparison.Ordinal)
            ? new Tensor(tensor.Name, [60_000, 16], new float[60_000 * 16])
            : tensor));
        var delta = new EncoderDelta(Delta("dense").Tensors.Where(tensor => !string.Equals(tensor.Name, EncoderParameters.WordName, StringComparison.Ordinal))
            .Append(new RowDelta(EncoderParameters.WordName, [60_000, 16], [5], new DenseDelta(EncoderParameters.WordName, [1, 16], new float[16]))));
        var shared = new BertEncoder(config, weights, 1, EncoderPrecision.Int8);
        var features = new FeatureOptions { MaxTokens = 20 };
        shared.WithDelta(delta, weights).Encode(Sequences, features);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var corrected = shared.WithDelta(delta, weights);
        corrected.Encode(Sequences, features);

        // The table has 3.8 MB, the layers 42 kB in single precision.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 120_000);
        GC.KeepAlive(corrected);
    }

    [Fact]
    public void In_bytes_neither_the_encoder_nor_its_items_hold_the_matrices_of_layers()
    {
        var (encoder, item, matrix, table) = CreateAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal((false, true), (matrix.IsAlive, table.IsAlive));
        GC.KeepAlive(encoder);
        GC.KeepAlive(item);
    }

    [Theory]
    [InlineData(EncoderPrecision.Float32)]
    [InlineData(EncoderPrecision.Int8)]
    public void Other_weights_than_those_of_the_encoder_are_refused(EncoderPrecision precision)
    {
        var shared = new BertEncoder(Config, Shared, 1, precision);

        Assert.Throws<ArgumentException>("weights", () => shared.WithDelta(Delta("dense"), Shared.Clone()));
        Assert.Throws<ArgumentNullException>("weights", () => shared.WithDelta(Delta("dense"), null!));
    }

    [Fact]
    public void Bytes_without_the_weights_take_no_delta() => Assert.Contains(
        "Give the weights too",
        Assert.Throws<GwSmmException>(() => new BertEncoder(Config, Shared, 1, EncoderPrecision.Int8).WithDelta(Delta("dense"))).Message,
        StringComparison.Ordinal);

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (BertEncoder Encoder, BertEncoder Item, WeakReference Matrix, WeakReference Table) CreateAndForget()
    {
        var weights = Shared.Clone();
        var encoder = new BertEncoder(Config, weights, 1, EncoderPrecision.Int8);
        var item = encoder.WithDelta(Delta("lowRank"), weights);
        item.Encode(Sequences, new FeatureOptions { MaxTokens = 20 });
        return (encoder, item, new WeakReference(weights["encoder.layer.1.output.dense.weight"].Data), new WeakReference(weights[EncoderParameters.WordName].Data));
    }

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
