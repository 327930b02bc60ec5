namespace GwSmm.Encoders.Tests;

/// <summary>Bits do not depend on threads, nor features on the rest of the batch.</summary>
public class InvarianceTests
{
    private static readonly EncoderConfig Config = Networks.Config with { HiddenSize = 32, IntermediateSize = 64, MaxPositions = 40, HeadCount = 4 };

    private static readonly int[][] Sequences = [.. Enumerable.Range(0, 150).Select(i => Enumerable.Range(0, 1 + (i * 7 % 40)).Select(j => (i + (j * j)) % 9).ToArray())];

    [Fact]
    public void GradientsDoNotDependOnThreads()
    {
        var features = new FeatureOptions { MaxTokens = 40 };
        var examples = new TrainingExamples(Sequences, ResponseSet.MultiClass("Q", [.. Sequences.Select(_ => "x")], [.. Sequences.Select((_, i) => (i % 3).ToString())]));
        int[] order = [.. Enumerable.Range(0, 30)];
        var dropout = new DropoutPlan(0.1, 0.1, 3);
        var one = Networks.Network(features, 1, Config);
        var three = Networks.Network(features, 3, Config);

        Assert.Equal(one.AddGradients(examples, order, dropout), three.AddGradients(examples, order, dropout));

        foreach (var tensor in one.Gradients.Tensors)
        {
            Assert.Equal(tensor.Data, three.Gradients[tensor.Name].Data);
        }

        Assert.Equal(one.HeadGradient.Weight, three.HeadGradient.Weight);
        Assert.Contains(one.HeadGradient.Weight, value => value != 0);
    }

    [Fact]
    public void FeaturesDoNotDependOnThreadsOrCompany()
    {
        var weights = Networks.Weights(Config, 2);
        var features = new FeatureOptions { MaxTokens = 40 };
        var one = new BertEncoder(Config, weights, 1);
        var all = one.Encode(Sequences, features);
        Assert.Equal(all, new BertEncoder(Config, weights, 3).Encode(Sequences, features));

        for (var i = 0; i < Sequences.Length; i += 13)
        {
            Assert.Equal(all[(i * 32)..((i + 1) * 32)], one.Encode([Sequences[i]], features));
        }
    }

    [Fact]
    public void ConcurrentCallsDoNotDisturbEachOther()
    {
        var encoder = new BertEncoder(Config, Networks.Weights(Config, 2), 1);
        var features = new FeatureOptions { MaxTokens = 40 };
        var expected = encoder.Encode(Sequences, features);
        var found = new float[4][];
        Parallel.For(0, 4, i => found[i] = encoder.Encode(Sequences, features));
        Assert.All(found, actual => Assert.Equal(expected, actual));
    }

    [Fact]
    public void EqualsTheReadableTwinAtEveryLayer()
    {
        var weights = Networks.Weights(Networks.Config, 4);
        var encoder = new BertEncoder(Networks.Config, weights);
        var twin = new ReferenceEncoder(Networks.Config, ReferenceEncoder.ToDouble(weights));
        foreach (var pooling in Enum.GetValues<Pooling>())
        {
            for (var layer = 0; layer <= 2; layer++)
            {
                var found = encoder.Encode(Networks.Sequences, new FeatureOptions { Pooling = pooling, Layer = layer, MaxTokens = 7 });
                var expected = Networks.Sequences.SelectMany(tokens => twin.Features(tokens, pooling, layer)).ToArray();
                Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            }
        }
    }
}
