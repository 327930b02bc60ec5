namespace GwSmm.Encoders.Tests;

/// <summary>Micro-batches, layer-wise learning rates, frozen layers, class weights.</summary>
public class TrainingVariantsTests
{
    private const string Words = "embeddings.word_embeddings.weight";
    private static readonly FeatureOptions Features = new() { MaxTokens = 7 };
    private static readonly TrainingExamples Examples = new(Networks.Sequences, Networks.Responses(HeadKind.MultiClass));

    [Fact]
    public void Micro_batches_add_up_to_the_gradients_of_the_batch()
    {
        var (whole, parts) = (Networks.Network(Features), Networks.Network(Features));
        var loss = whole.AddGradients(Examples, [0, 1, 2, 3], null);
        var sum = parts.AddGradients(Examples, [0, 1, 2], null, 4) + parts.AddGradients(Examples, [3], null, 4);

        Assert.Equal(loss, sum, 1e-6);
        var scale = whole.Gradients.Tensors.SelectMany(tensor => tensor.Data).Max(Math.Abs);
        foreach (var (expected, found) in Slots(whole).Zip(Slots(parts)))
        {
            Assert.All(expected.Gradient.Zip(found.Gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6f * scale));
        }
    }

    [Fact]
    public void Micro_batches_give_the_model_of_the_batch_without_dropout_and_the_same_bits_whatever_the_threads()
    {
        var responses = SmallTask.Responses(60);
        var options = SmallTask.Options with { Epochs = 1, Dropout = 0, LearningRate = 1e-3 };
        var whole = new ScorerTrainer(options).Train(SmallTask.Encoder, responses);
        var parts = new ScorerTrainer(options with { MicroBatchSize = 3 }).Train(SmallTask.Encoder, responses);
        Assert.Equal(whole.Training!.TrainingLoss, parts.Training!.TrainingLoss, 1e-6);
        Assert.All(whole.Head.Weight.Zip(parts.Head.Weight), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        var dropped = options with { MicroBatchSize = 3, Dropout = 0.2 };
        Models.AssertSame(
            new ScorerTrainer(dropped).Train(SmallTask.Encoder, responses).Weights, new ScorerTrainer(dropped with { Threads = 3 }).Train(SmallTask.Encoder, responses).Weights);
    }

    [Fact]
    public void The_rate_falls_from_layer_to_layer()
    {
        var rates = Networks.Network(new FeatureOptions { Pooling = Pooling.Pooler, MaxTokens = 7 }).Slots(0.5).ToDictionary(slot => slot.Name, slot => slot.Rate, StringComparer.Ordinal);
        Assert.Equal(1, rates["head.weight"]);
        Assert.Equal(1, rates["pooler.dense.weight"]);
        Assert.Equal(1, rates["encoder.layer.1.output.dense.weight"]);
        Assert.Equal(0.5, rates["encoder.layer.0.output.dense.bias"]);
        Assert.Equal(0.25, rates[Words]);
        Assert.Equal(0.25, rates["embeddings.LayerNorm.bias"]);

        // Where a lower layer feeds the head, that one has the whole rate.
        var lower = Networks.Network(Features with { Layer = 1 }).Slots(0.5).ToDictionary(slot => slot.Name, slot => slot.Rate, StringComparer.Ordinal);
        Assert.Equal((1, 0.5), (lower["encoder.layer.0.output.dense.bias"], lower[Words]));
        Assert.False(lower.ContainsKey("encoder.layer.1.output.dense.weight"));
        Assert.All(Networks.Network(Features).Slots(1), slot => Assert.Equal(1, slot.Rate));
    }

    [Fact]
    public void A_lower_rate_changes_lower_layers_less()
    {
        var responses = SmallTask.Responses(40);
        var options = SmallTask.Options with { Epochs = 1, WeightDecay = 0 };
        var plain = new ScorerTrainer(options).Train(SmallTask.Encoder, responses);
        var decayed = new ScorerTrainer(options with { LayerDecay = 0.1 }).Train(SmallTask.Encoder, responses);
        Assert.InRange(Change(decayed, "encoder.layer.1.output.dense.weight") / Change(plain, "encoder.layer.1.output.dense.weight"), 0.5, 2);
        Assert.InRange(Change(decayed, "encoder.layer.0.output.dense.weight") / Change(plain, "encoder.layer.0.output.dense.weight"), 0.05, 0.2);
        Assert.InRange(Change(decayed, Words) / Change(plain, Words), 0.005, 0.02);

        static double Change(ScoringModel model, string name) =>
            Math.Sqrt(model.Weights[name].Data.Zip(SmallTask.Encoder.Weights[name].Data).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Frozen_layers_get_no_gradient_and_the_others_the_same_as_ever(int frozen)
    {
        var whole = Networks.Network(Features);
        var network = new ScoringNetwork(whole.Config, whole.Weights, whole.Head, Features, 1, frozen);
        whole.AddGradients(Examples, [0, 1, 2, 3], null);
        network.AddGradients(Examples, [0, 1, 2, 3], null);

        var trained = network.Slots(1).Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(((2 - frozen) * 16) + 2, trained.Count);
        foreach (var tensor in network.Gradients.Tensors)
        {
            Assert.Equal(trained.Contains(tensor.Name) ? whole.Gradients[tensor.Name].Data : new float[tensor.Data.Length], tensor.Data);
        }

        Assert.Equal(whole.HeadGradient.Weight, network.HeadGradient.Weight);
    }

    [Fact]
    public void Frozen_layers_stay_as_they_are()
    {
        var model = new ScorerTrainer(SmallTask.Options with { FrozenLayers = 1, Epochs = 1 }).Train(SmallTask.Encoder, SmallTask.Responses(40));
        foreach (var tensor in model.Weights.Tensors)
        {
            var isTrained = tensor.Name.StartsWith("encoder.layer.1.", StringComparison.Ordinal);
            Assert.Equal(!isTrained, tensor.Data.AsSpan().SequenceEqual(SmallTask.Encoder.Weights[tensor.Name].Data));
        }

        SmallTask.AssertRefused(
            () => new ScorerTrainer(SmallTask.Options with { FrozenLayers = 3 }).Train(SmallTask.Encoder, SmallTask.Responses(40)), "FrozenLayers is 3", "2 layers");
    }

    [Fact]
    public void A_weighted_loss_and_its_gradient_count_each_response_by_its_class()
    {
        // Classes 0, 2, 1, 0.
        var weighted = new TrainingExamples(Networks.Sequences, Networks.Responses(HeadKind.MultiClass), [0.5, 3, 1]);
        float[] logits = [0.3f, -1, 2, 0.1f, 0.2f, 0.3f, -2, 1, 0, 1, 1, -1];
        var (expected, gradient) = (0.0, (float[])logits.Clone());
        foreach (var (row, target, weight) in new[] { (0, 0, 0.5), (1, 2, 1), (2, 1, 3), (3, 0, 0.5) })
        {
            expected += weight * HeadLoss.MultiClass(gradient.AsSpan(row * 3, 3), target, weight / 4);
        }

        var found = (float[])logits.Clone();
        Assert.Equal(expected, weighted.WeightedLoss([0, 1, 2, 3], found, 0.25), 1e-12);
        Assert.Equal(gradient, found);
        Assert.Equal(Examples.Loss([0, 1, 2, 3], (float[])logits.Clone()), weighted.Loss([0, 1, 2, 3], (float[])logits.Clone()));
    }

    [Fact]
    public void Balanced_weights_make_every_class_count_the_same()
    {
        var responses = ResponseSet.MultiClass("Q", [.. Enumerable.Range(0, 10).Select(i => $"{i}")], ["0", "0", "0", "0", "0", "0", "1", "1", "2", "2"]);
        var options = new TrainingOptions { ClassWeighting = ClassWeighting.Balanced };
        Assert.Equal([10 / 18.0, 10 / 6.0, 10 / 6.0], ClassWeights.Find(options, responses, [.. Enumerable.Range(0, 10)])!);
        Assert.Equal([7 / 12.0, 7 / 2.0, 1], ClassWeights.Find(options, responses, [0, 1, 2, 3, 4, 5, 6])!);
        Assert.Null(ClassWeights.Find(new TrainingOptions(), responses, [0, 9]));

        var given = new TrainingOptions { ClassWeighting = ClassWeighting.Given, ClassWeights = new Dictionary<string, double>(StringComparer.Ordinal) { ["2"] = 4, ["0"] = 1, ["1"] = 2 } };
        Assert.Equal([1, 2, 4], ClassWeights.Find(given, responses, [0])!);
        SmallTask.AssertRefused(() => ClassWeights.Find(given, SmallTask.Responses(20), [0]), "'Q'", "0, 1", "0, 1, 2");
        SmallTask.AssertRefused(() => ClassWeights.Find(options, Networks.Responses(HeadKind.MultiLabel), [0]), "multi-label", "Balanced");
    }

    [Fact]
    public void Balanced_weights_find_a_rare_class_sooner()
    {
        var responses = SmallTask.Responses(60);
        var balanced = new ScorerTrainer(SmallTask.Options with { Epochs = 1, ClassWeighting = ClassWeighting.Balanced }).Train(SmallTask.Encoder, responses);
        var plain = new ScorerTrainer(SmallTask.Options with { Epochs = 1 }).Train(SmallTask.Encoder, responses);
        Assert.True(Rare(balanced) > Rare(plain));

        double Rare(ScoringModel model) =>
            HeadPredictor.Probabilities(model.Head, model.CreateEncoder(1).Encode(responses.Texts)).Where((_, i) => i % 2 == 1).Average();
    }

    private static IEnumerable<ParameterSlot> Slots(ScoringNetwork network) => network.Slots(1);
}
