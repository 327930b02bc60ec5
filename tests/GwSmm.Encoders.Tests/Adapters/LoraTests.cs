using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests;

public sealed class LoraTests : IDisposable
{
    private static readonly TrainingOptions Options = SmallTask.Options with { Epochs = 2, Lora = new LoraOptions { Rank = 3, Alpha = 6, Targets = LoraTargets.Query | LoraTargets.Output } };
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void LoraOptions_Defaults()
    {
        var options = new LoraOptions();
        Assert.Equal((8, 16, LoraTargets.Query | LoraTargets.Value), (options.Rank, options.Alpha, options.Targets));
        options.Validate();
        SmallTask.AssertRefused(() => new TrainingOptions { Lora = new LoraOptions { Rank = 0 } }.Validate(), "LoraOptions.Rank is 0");
        SmallTask.AssertRefused(() => new TrainingOptions { Lora = new LoraOptions { Alpha = double.NaN } }.Validate(), "LoraOptions.Alpha is NaN");
        SmallTask.AssertRefused(() => new TrainingOptions { Lora = new LoraOptions { Targets = LoraTargets.None } }.Validate(), "LoraOptions.Targets is None");
        SmallTask.AssertRefused(() => new TrainingOptions { Lora = new LoraOptions { Targets = (LoraTargets)64 } }.Validate(), "LoraOptions.Targets is 64");
    }

    [Fact]
    public void Every_gradient_of_an_adapter_equals_the_finite_differences_of_the_reference()
    {
        var config = Networks.Config with { HasPooler = false };
        var options = new LoraOptions { Rank = 2, Alpha = 3, Targets = LoraTargets.All };
        var original = Networks.Weights(config, 11);
        var lora = LoraTraining.Create(options, original, 0, 2, new TrainingOptions { Threads = 2 });
        var random = new DeterministicRandom(8);
        foreach (var up in lora.Matrices.SelectMany(matrix => Enumerable.Range(0, matrix.Up.Length).Select(i => (matrix.Up, i))))
        {
            up.Up[up.i] = 0.3f * (float)random.NextGaussian();
        }

        var head = Networks.Network(new FeatureOptions { MaxTokens = 7 }).Head;
        var network = new ScoringNetwork(config, original.Clone(), head, new FeatureOptions { MaxTokens = 7 }, 2, null, lora);
        var responses = Networks.Responses(HeadKind.MultiClass);
        network.ApplyAdapters();
        var loss = network.AddGradients(new TrainingExamples(Networks.Sequences, responses), [0, 1, 2, 3], null) / 4;
        network.CompleteGradients();

        double Reference() => ReferenceLoss(config, Adapt(original, lora, 1.5), head, responses);
        Assert.Equal(Reference(), loss, 1e-5);
        Assert.Equal(12, lora.Matrices.Count);
        var scale = lora.Slots().SelectMany(slot => slot.Gradient).Max(Math.Abs);
        foreach (var slot in lora.Slots())
        {
            // Every third value: there are many, and each takes two passes of the slow twin.
            for (var i = 0; i < slot.Values.Length; i += 3)
            {
                const float Step = 1.0f / 1024;
                var kept = slot.Values[i];
                slot.Values[i] = kept + Step;
                var (above, high) = (Reference(), slot.Values[i]);
                slot.Values[i] = kept - Step;
                var (below, low) = (Reference(), slot.Values[i]);
                slot.Values[i] = kept;
                var expected = (above - below) / ((double)high - low);
                Assert.True(Math.Abs(expected - slot.Gradient[i]) <= 2e-5 * Math.Max(scale, Math.Abs(expected)), $"{slot.Name}[{i}]: {slot.Gradient[i]:R}, expected {expected:R}");
            }
        }
    }

    [Fact]
    public void An_adapter_starts_as_the_base()
    {
        var lora = LoraTraining.Create(new LoraOptions { Targets = LoraTargets.All }, SmallTask.Encoder.Weights, 0, 2, new TrainingOptions());
        var weights = SmallTask.Encoder.Weights.Clone();
        lora.Apply(weights);
        Models.AssertSame(SmallTask.Encoder.Weights, weights);
        Assert.All(lora.Matrices, matrix => Assert.NotEqual(0, matrix.Down[0]));
    }

    [Fact]
    public void An_adapter_as_a_delta_gives_the_features_of_the_merged_model()
    {
        var adapter = new ScorerTrainer(Options).TrainAdapter(SmallTask.Encoder, SmallTask.Responses(60));
        var merged = adapter.Merge(SmallTask.Encoder);
        var delta = adapter.ToDelta();
        var shared = new TextEncoder(SmallTask.Encoder.Config, SmallTask.Encoder.Weights, new TextTokenizer(SmallTask.Encoder.Vocabulary, SmallTask.Encoder.LowerCase), adapter.Features, 1);
        var texts = SmallTask.Responses(20).Texts;

        var (expected, actual) = (merged.CreateEncoder(1).Encode(texts), shared.WithDelta(delta).Encode(texts));

        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 2e-5));
        Assert.Equal(4 * adapter.Tensors.Sum(tensor => tensor.Data.LongLength), delta.ByteCount);
        foreach (var tensor in delta.ApplyTo(SmallTask.Encoder.Weights).Tensors)
        {
            Assert.All(tensor.Data.Zip(merged.Weights[tensor.Name].Data), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        }
    }

    [Fact]
    public void Training_changes_the_chosen_matrices_alone_and_merging_gives_the_trained_model()
    {
        var responses = SmallTask.Responses(60);
        var before = SmallTask.Encoder.Weights.Clone();
        var model = new ScorerTrainer(Options).Train(SmallTask.Encoder, responses);
        var adapter = new ScorerTrainer(Options with { Threads = 3 }).TrainAdapter(SmallTask.Encoder, responses);
        var merged = adapter.Merge(SmallTask.Encoder);

        Models.AssertSame(before, SmallTask.Encoder.Weights);
        Models.AssertSame(model.Weights, merged.Weights);
        Assert.Equal(model.Head.Weight, merged.Head.Weight);
        Assert.Equal(model.Training, merged.Training);
        foreach (var tensor in model.Weights.Tensors)
        {
            var isTarget = tensor.Name.EndsWith("self.query.weight", StringComparison.Ordinal)
                || (tensor.Name.EndsWith("output.dense.weight", StringComparison.Ordinal) && !tensor.Name.Contains("attention", StringComparison.Ordinal));
            Assert.Equal(!isTarget, tensor.Data.AsSpan().SequenceEqual(before[tensor.Name].Data));
        }

        // W + alpha / rank * B A by hand.
        const string Query = "encoder.layer.1.attention.self.query";
        var tensors = new EncoderWeights(adapter.Tensors);
        var (down, up) = (tensors[Query + ".lora_A.weight"], tensors[Query + ".lora_B.weight"]);
        Assert.Equal([3, 16], down.Shape);
        Assert.Equal([16, 3], up.Shape);
        for (var i = 0; i < 256; i++)
        {
            var change = Enumerable.Range(0, 3).Sum(r => (double)up.Data[(i / 16 * 3) + r] * down.Data[(r * 16) + (i % 16)]);
            Assert.Equal(before[Query + ".weight"].Data[i] + (2 * change), merged.Weights[Query + ".weight"].Data[i], 1e-6);
        }

        Assert.Equal((2 * ((3 * 16) + (16 * 3) + (3 * 32) + (16 * 3))) + 34, adapter.ParameterCount);
    }

    [Fact]
    public void An_adapter_learns_with_the_encoder_frozen()
    {
        var responses = SmallTask.Responses(160);
        var options = SmallTask.Options with { Epochs = 12, Patience = 12, LearningRate = 2e-2, Lora = new LoraOptions { Targets = LoraTargets.All } };
        var model = new ScorerTrainer(options).Train(SmallTask.Encoder, responses);
        var found = HeadPredictor.Classes(model.Head, model.CreateEncoder(1).Encode(responses.Texts));
        Assert.InRange(found.Zip(responses.Classes).Count(pair => pair.First == pair.Second), 150, 160);
    }

    [Fact]
    public void Frozen_layers_have_no_adapters()
    {
        var adapter = new ScorerTrainer(Options with { FrozenLayers = 1, Epochs = 1 }).TrainAdapter(SmallTask.Encoder, SmallTask.Responses(40));
        Assert.All(adapter.Tensors, tensor => Assert.StartsWith("encoder.layer.1.", tensor.Name, StringComparison.Ordinal));
        Assert.Equal(4, adapter.Tensors.Count);
    }

    [Fact]
    public void A_saved_adapter_comes_back()
    {
        var adapter = new ScorerTrainer(Options).TrainAdapter(SmallTask.Encoder, SmallTask.Responses(40));
        adapter.Save(_directory["q.safetensors"]);
        var read = LoraAdapter.Load(_directory["q.safetensors"]);

        Assert.Equal((adapter.Item, adapter.BaseHash, adapter.Options, adapter.Features, adapter.Training), (read.Item, read.BaseHash, read.Options, read.Features, read.Training));
        Assert.Equal(adapter.Head.Labels, read.Head.Labels, StringComparer.Ordinal);
        Models.AssertSame(adapter.Merge(SmallTask.Encoder).Weights, read.Merge(SmallTask.Encoder).Weights);
        Assert.Equal(adapter.Head.Weight, read.Head.Weight);
        Assert.True(new FileInfo(_directory["q.safetensors"]).Length < 8000);
    }

    [Fact]
    public void Another_base_and_damaged_files_are_refused()
    {
        var adapter = new ScorerTrainer(Options with { Epochs = 1 }).TrainAdapter(SmallTask.Encoder, SmallTask.Responses(40));
        SmallTask.AssertRefused(() => adapter.Merge(BaseEncoder.Create(SmallTask.Encoder.Config, SmallTask.Words, 4)), "'Q'", "belongs to the encoder");

        adapter.Save(_directory["q.safetensors"]);
        Dictionary<string, string> metadata;
        List<Tensor> tensors;
        using (var reader = SafetensorsReader.Open(_directory["q.safetensors"]))
        {
            metadata = new Dictionary<string, string>(reader.Metadata, StringComparer.Ordinal);
            tensors = [.. reader.Entries.Keys.Select(name => reader.Read(name))];
        }

        var path = _directory["bad.safetensors"];
        SafetensorsWriter.Write(path, tensors);
        SmallTask.AssertRefused(() => LoraAdapter.Load(path), "bad.safetensors", "no adapter");
        SafetensorsWriter.Write(path, tensors.Where(tensor => !tensor.Name.EndsWith("query.lora_B.weight", StringComparison.Ordinal)), metadata);
        SmallTask.AssertRefused(() => LoraAdapter.Load(path), "bad.safetensors", "lora_B");
        SafetensorsWriter.Write(path, tensors, Changed("\"rank\":3", "\"rank\":2"));
        SmallTask.AssertRefused(() => LoraAdapter.Load(path), "bad.safetensors", "expected rank 2");
        SafetensorsWriter.Write(path, tensors, Changed("\"formatVersion\":1", "\"formatVersion\":2"));
        SmallTask.AssertRefused(() => LoraAdapter.Load(path), "bad.safetensors", "version 2");
        SafetensorsWriter.Write(path, tensors, Changed("\"labels\":[\"0\",\"1\"]", "\"labels\":[\"0\"]"));
        SmallTask.AssertRefused(() => LoraAdapter.Load(path), "bad.safetensors", "1 labels");
        tensors[0].Data[0] = float.PositiveInfinity;
        SafetensorsWriter.Write(path, tensors, metadata);
        SmallTask.AssertRefused(() => LoraAdapter.Load(path), "bad.safetensors", "finite");

        Dictionary<string, string> Changed(string from, string to) => metadata.ToDictionary(pair => pair.Key, pair => pair.Value.Replace(from, to, StringComparison.Ordinal), StringComparer.Ordinal);
    }

    private static Dictionary<string, double[]> Adapt(EncoderWeights original, LoraTraining lora, double scale)
    {
        var weights = ReferenceEncoder.ToDouble(original);
        foreach (var matrix in lora.Matrices)
        {
            var (target, rank) = (weights[matrix.Weight], 2);
            var inputs = matrix.Down.Length / rank;
            for (var i = 0; i < target.Length; i++)
            {
                for (var r = 0; r < rank; r++)
                {
                    target[i] += scale * matrix.Up[(i / inputs * rank) + r] * matrix.Down[(r * inputs) + (i % inputs)];
                }
            }
        }

        return weights;
    }

    private static double ReferenceLoss(EncoderConfig config, Dictionary<string, double[]> weights, DenseParameters head, ResponseSet responses)
    {
        var encoder = new ReferenceEncoder(config, weights);
        return Networks.Sequences.Select((sequence, s) =>
        {
            var features = encoder.Features(sequence, Pooling.Mean, config.LayerCount);
            var logits = Enumerable.Range(0, 3).Select(label => head.Bias[label] + features.Select((value, i) => value * head.Weight[(label * config.HiddenSize) + i]).Sum()).ToArray();
            return Math.Log(logits.Sum(Math.Exp)) - logits[responses.Classes[s]];
        }).Average();
    }
}
