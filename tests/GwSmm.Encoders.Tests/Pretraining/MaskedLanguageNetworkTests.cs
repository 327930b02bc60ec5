using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests;

public class MaskedLanguageNetworkTests
{
    private const int MaskId = 3;
    private const ulong MaskSeed = 21;
    private static readonly EncoderConfig Config = Networks.Config with { HasPooler = false, LayerCount = 1 };
    private static readonly int[][] Sequences = [[2, 5, 1, 7, 6, 4], [2, 8, 4], [2, 6, 6, 0, 1, 5, 4]];

    [Fact]
    public void Every_gradient_equals_the_finite_differences_of_the_reference()
    {
        var network = Network(1);
        var (loss, masked, tokens) = network.AddGradients(Sequences, [2, 0, 1], MaskSeed, null);
        var (hidden, targets) = Masked();
        Assert.Equal(targets.Sum(part => part.Count), masked);
        Assert.Equal(16, tokens);

        var weights = ReferenceEncoder.ToDouble(network.Weights);
        foreach (var tensor in network.Head.Tensors())
        {
            weights[tensor.Name] = Array.ConvertAll(tensor.Data, value => (double)value);
        }

        var reference = new ReferenceMaskedLanguage(Config, weights);
        double Mean() => hidden.Zip(targets).Sum(pair => reference.Loss(pair.First, pair.Second)) / masked;
        Assert.Equal(Mean(), loss / masked, 1e-6);

        var gradients = network.Gradients.Tensors.Concat(network.HeadGradients.Tensors()).ToDictionary(tensor => tensor.Name, tensor => tensor.Data, StringComparer.Ordinal);
        var scale = gradients.Values.SelectMany(data => data).Max(Math.Abs);
        Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), gradients.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, values) in weights)
        {
            for (var i = 0; i < values.Length; i++)
            {
                const double Step = 1e-5;
                var kept = values[i];
                values[i] = kept + Step;
                var above = Mean();
                values[i] = kept - Step;
                var below = Mean();
                values[i] = kept;
                var expected = (above - below) / (2 * Step);
                Assert.True(
                    Math.Abs(expected - gradients[name][i]) <= 1e-5 * Math.Max(scale, Math.Abs(expected)), $"{name}[{i}]: {gradients[name][i]:R}, expected {expected:R}");
            }
        }
    }

    [Fact]
    public void A_loss_without_gradients_is_the_same_loss()
    {
        var network = Network(2);
        var (loss, masked, _) = network.AddGradients(Sequences, [0, 1, 2], MaskSeed, null);
        Assert.Equal((loss, masked), network.Evaluate(Sequences, [0, 1, 2], MaskSeed));
    }

    [Fact]
    public void More_masked_rows_than_a_block_give_the_mean_of_them_all()
    {
        var network = Network(3);
        var order = new int[1200];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i % 3;
        }

        var (loss, masked, _) = network.AddGradients(Sequences, order, MaskSeed, null);
        var few = Network(1);
        var (fewLoss, fewMasked, _) = few.AddGradients(Sequences, [0, 1, 2], MaskSeed, null);

        Assert.Equal(400 * fewMasked, masked);
        Assert.Equal(fewLoss / fewMasked, loss / masked, 1e-6);
        foreach (var (one, many) in few.Gradients.Tensors.Concat(few.HeadGradients.Tensors()).Zip(network.Gradients.Tensors.Concat(network.HeadGradients.Tensors())))
        {
            Assert.All(one.Data.Zip(many.Data), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void Gradients_do_not_depend_on_the_threads()
    {
        var (one, three) = (Network(1), Network(3));
        one.AddGradients(Sequences, [0, 1, 2], MaskSeed, new DropoutPlan(0.2, 0.2, 4));
        three.AddGradients(Sequences, [0, 1, 2], MaskSeed, new DropoutPlan(0.2, 0.2, 4));
        Models.AssertSame(one.Gradients, three.Gradients);
        Assert.All(one.HeadGradients.Tensors().Zip(three.HeadGradients.Tensors()), pair => Assert.Equal(pair.First.Data, pair.Second.Data));
    }

    private static MaskedLanguageNetwork Network(int threads)
    {
        var head = MaskedLanguageParameters.Create(Config.HiddenSize, [0, 5, 0, 0, 1, 7, 9, 2, 40], 8);
        var random = new DeterministicRandom(6);
        foreach (var values in head.Tensors().Select(tensor => tensor.Data))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += 0.3f * (float)random.NextGaussian();
            }
        }

        return new MaskedLanguageNetwork(Config, Networks.Weights(Config, 11), head, new TokenMasking(0.5, MaskId, Config.VocabularySize), threads);
    }

    /// <summary>The sequences 2, 0, 1 as the network saw them, and by position what was hidden.</summary>
    private static (List<int[]> Hidden, List<Dictionary<int, int>> Targets) Masked()
    {
        var (batch, masking) = (new TokenBatch(), new TokenMasking(0.5, MaskId, Config.VocabularySize));
        batch.Load(Sequences, [2, 0, 1]);
        masking.Apply(batch, [2, 0, 1], MaskSeed);
        var (hidden, targets) = (new List<int[]>(), new List<Dictionary<int, int>>());
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            var start = batch.Start(sequence);
            hidden.Add(batch.Ids.Slice(start, batch.Length(sequence)).ToArray());
            targets.Add(Enumerable.Range(0, masking.Count)
                .Where(i => masking.Row(i) >= start && masking.Row(i) < start + batch.Length(sequence))
                .ToDictionary(i => masking.Row(i) - start, masking.Target));
        }

        return (hidden, targets);
    }
}
