using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests;

/// <summary>Inference on panels computes what the pass that training uses computes.</summary>
public class InferencePassTests
{
    private static readonly int[][] Sequences = [.. Enumerable.Range(0, 9).Select(i => Enumerable.Range(0, 1 + (i * 11 % 40)).Select(j => (i + (j * j)) % 9).ToArray())];

    private static readonly EncoderConfig Config = Networks.Config with { HiddenSize = 48, IntermediateSize = 100, MaxPositions = 40, HeadCount = 3 };

    [Theory]
    [InlineData(HiddenActivation.Gelu, null)]
    [InlineData(HiddenActivation.GeluTanh, null)]
    [InlineData(HiddenActivation.Gelu, 20)]
    public void EqualsTheTrainingPassAtEveryWidth(HiddenActivation activation, int? embedding)
    {
        var parameters = Parameters(Config with { Activation = activation, EmbeddingSize = embedding });
        var batch = new TokenBatch();
        batch.Load(Sequences, [.. Enumerable.Range(0, Sequences.Length)]);
        var expected = EncoderPass.Forward(parameters, 2, batch, new EncoderActivations(forTraining: false), null, 1).AsSpan(0, batch.TokenCount * 48).ToArray();
        foreach (var kernels in Enum.GetValues<VectorWidth>().Select(width => PanelKernels.Create(width)).Append(new ReferencePanelKernels()))
        {
            var layers = Layers(parameters, EncoderPrecision.Float32);
            var found = new InferencePass(kernels).Forward(parameters, layers.Length, layer => layers[layer], batch, 1);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(19)]
    public void EqualsTheTrainingPassWithThinProductsAtEveryWidth(int rank)
    {
        foreach (var (embedding, count) in new[] { ((int?)null, Sequences.Length), (20, 1) })
        {
            var config = Config with { EmbeddingSize = embedding };
            var weights = Networks.Weights(config, 3);
            var parameters = Parameters(config);
            LayerParameters[] layers = [.. Enumerable.Range(0, 2).Select(layer => new LayerParameters(new ThinSource(weights, rank), layer))];
            var batch = new TokenBatch();
            batch.Load(Sequences, [.. Enumerable.Range(Sequences.Length - count, count)]);
            LayerParameters[] summed = [.. Enumerable.Range(0, 2).Select(layer => new LayerParameters(new SumSource(weights, rank), layer))];
            var expected = Reference(parameters, summed, batch);
            var plain = Reference(parameters, [.. parameters.Layers], batch);
            Assert.Contains(expected.Zip(plain), pair => Math.Abs(pair.First - pair.Second) > 0.01);
            foreach (var kernels in Enum.GetValues<VectorWidth>().Select(width => PanelKernels.Create(width)).Append(new ReferencePanelKernels()))
            {
                foreach (var threads in new[] { 1, 3 })
                {
                    var found = new InferencePass(kernels).Forward(parameters, layers.Length, layer => new InferenceLayer(layers[layer], EncoderPrecision.Float32), batch, threads);
                    Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 5e-5));
                }
            }
        }

        static float[] Reference(EncoderParameters parameters, LayerParameters[] layers, TokenBatch batch)
        {
            var config = parameters.Config;
            var embedding = new EncoderActivations(forTraining: false);
            embedding.Reserve(config, batch, 0);
            EmbeddingLayer.Forward(parameters, batch, embedding, null, 1);
            var activations = new LayerActivations();
            activations.Reserve(config, batch);
            var states = embedding.Embedding;
            for (var layer = 0; layer < layers.Length; layer++)
            {
                TransformerLayer.Forward(config, layers[layer], layer, batch, states, activations, null, 1);
                states = activations.Output;
            }

            return states.AsSpan(0, batch.TokenCount * config.HiddenSize).ToArray();
        }
    }

    [Fact]
    public void BytesGiveNearlyTheSameFeatures()
    {
        var weights = Networks.Weights(Config, 3);
        var options = new FeatureOptions { MaxTokens = 40 };
        var single = new BertEncoder(Config, weights).Encode(Sequences, options);
        var bytes = new BertEncoder(Config, weights, 1, EncoderPrecision.Int8).Encode(Sequences, options);
        Assert.NotEqual(single, bytes);
        for (var i = 0; i < Sequences.Length; i++)
        {
            Assert.InRange(TensorPrimitives.CosineSimilarity<float>(single.AsSpan(i * 48, 48), bytes.AsSpan(i * 48, 48)), 0.999f, 1.0001f);
        }
    }

    [Fact]
    public void BytesAreRoundedAlikeByEveryKernel()
    {
        var parameters = Parameters(Config);
        var batch = new TokenBatch();
        batch.Load(Sequences, [.. Enumerable.Range(0, Sequences.Length)]);
        var layers = Layers(parameters, EncoderPrecision.Int8);
        var expected = new InferencePass(new ReferencePanelKernels()).Forward(parameters, layers.Length, layer => layers[layer], batch, 1).AsSpan(0, batch.TokenCount * 48).ToArray();
        foreach (var width in Enum.GetValues<VectorWidth>())
        {
            // A value near a half may be rounded up by one kernel and down by another.
            var found = new InferencePass(PanelKernels.Create(width)).Forward(parameters, layers.Length, layer => layers[layer], batch, 1);
            Assert.InRange(TensorPrimitives.CosineSimilarity(expected, found.AsSpan(0, expected.Length)), 0.99999f, 1.0001f);
        }
    }

    [Fact]
    public void BytesDoNotDependOnThreadsOrCompany()
    {
        var weights = Networks.Weights(Config, 3);
        var options = new FeatureOptions { MaxTokens = 40 };
        var one = new BertEncoder(Config, weights, 1, EncoderPrecision.Int8);
        var all = one.Encode(Sequences, options);
        Assert.Equal(all, new BertEncoder(Config, weights, 3, EncoderPrecision.Int8).Encode(Sequences, options));
        Assert.Equal(all[(5 * 48)..(6 * 48)], one.Encode([Sequences[5]], options));
    }

    [Theory]
    [InlineData(EncoderPrecision.Float32)]
    [InlineData(EncoderPrecision.Int8)]
    public void TokensCostNoAllocationAfterWarmUp(EncoderPrecision precision)
    {
        var encoder = new BertEncoder(Config, Networks.Weights(Config, 3), 1, precision);
        var options = new FeatureOptions { MaxTokens = 40 };
        int[][] few = [.. Enumerable.Range(0, 8).Select(_ => new int[2])];
        int[][] many = [.. Enumerable.Range(0, 8).Select(_ => new int[15])];
        encoder.Encode(many, options);
        encoder.Encode(few, options);
        Assert.Equal(Allocated(few), Allocated(many));

        long Allocated(int[][] sequences)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Encode(sequences, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>Dense layers with a correction beside them, whatever is cheaper.</summary>
    private sealed class ThinSource(EncoderWeights weights, int rank) : TensorSource(weights)
    {
        public override DenseParameters Dense(string prefix, bool whole = false)
        {
            var dense = base.Dense(prefix, whole);
            return dense with { Correction = Thin(prefix, dense, rank) };
        }
    }

    /// <summary>The same with the corrections in the weights.</summary>
    private sealed class SumSource(EncoderWeights weights, int rank) : TensorSource(weights)
    {
        public override DenseParameters Dense(string prefix, bool whole = false)
        {
            var dense = base.Dense(prefix, whole);
            var sum = (float[])dense.Weight.Clone();
            Thin(prefix, dense, rank).AddRows(0, dense.Outputs, sum);
            return new DenseParameters(sum, dense.Bias);
        }
    }

    private static LowRankDelta Thin(string prefix, DenseParameters dense, int rank) => new(
        prefix, [dense.Outputs, dense.Inputs], rank, DeltaCases.Gaussian(dense.Outputs * rank, 5, 0.1), DeltaCases.Gaussian(rank * dense.Inputs, 6, 0.1));

    private static EncoderParameters Parameters(EncoderConfig config) => new(config, Networks.Weights(config, 3));

    private static InferenceLayer[] Layers(EncoderParameters parameters, EncoderPrecision precision) => [.. parameters.Layers.Select(layer => new InferenceLayer(layer, precision))];
}
