namespace GwSmm.Encoders.Tests;

public sealed class MaskedLanguageTrainerTests : IDisposable
{
    private static readonly string[] Animals = ["dog", "cat", "cow"];
    private static readonly string[] Sounds = ["barks", "meows", "moos"];

    private static readonly Vocabulary Words = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "loudly", .. Animals, .. Sounds], "test");

    private static readonly BaseEncoder Start = BaseEncoder.Create(
        new EncoderConfig { VocabularySize = 13, HiddenSize = 16, LayerCount = 1, HeadCount = 2, IntermediateSize = 32, MaxPositions = 16 }, Words, 3);

    private static readonly PretrainingOptions Options = new()
    {
        Epochs = 2,
        BatchSize = 8,
        MaxTokens = 16,
        MaskedFraction = 0.25,
        LearningRate = 5e-3,
        HeldOutFraction = 0.2,
        EvaluationInterval = 5,
        Threads = 1,
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Predicts_what_the_rest_of_the_sentence_tells()
    {
        var reports = new List<PretrainingProgress>();
        var result = new MaskedLanguageTrainer(Options with { Steps = 400, EvaluationInterval = 100 }).Train(Start, Text(300), progress: new Listener<PretrainingProgress>(reports.Add));

        // A third of the choices are between three animals or sounds, and a tenth of the tokens shown are wrong.
        var summary = result.Summary;
        Assert.Equal([100, 200, 300, 400], summary.HeldOutLosses.Select(measured => measured.Step));
        Assert.True(summary.HeldOutLosses[0].Loss < 1.7, $"{summary.HeldOutLosses[0]}");
        Assert.True(summary.HeldOutLosses[^1].Loss < 0.75, $"{summary.HeldOutLosses[^1]}");
        Assert.Equal(400, summary.Steps);
        Assert.Equal(300, summary.Documents);
        Assert.Equal(summary.Documents - summary.HeldOutDocuments, summary.Sequences);
        Assert.Equal(Start.Hash, summary.StartHash);
        Assert.Equal(8, reports.Count);
        Assert.Equal((400, 400, summary.TrainingLoss), (reports[^1].Step, reports[^1].Steps, reports[^1].TrainingLoss));
        Assert.All(reports, report => Assert.True(report.TokensPerSecond > 0));
        Assert.True(result.Encoder.IsPretrained);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_whatever_the_threads()
    {
        var before = Start.Weights.Clone();
        var options = Options with { Dropout = 0.1 };
        var one = new MaskedLanguageTrainer(options).Train(Start, Text(60));
        var three = new MaskedLanguageTrainer(options with { Threads = 3 }).Train(Start, Text(60));
        var other = new MaskedLanguageTrainer(options with { Seed = 2 }).Train(Start, Text(60));
        Assert.Equal(one.Encoder.Hash, three.Encoder.Hash);
        Assert.Equal(one.Summary.HeldOutLosses, three.Summary.HeldOutLosses);
        Assert.NotEqual(one.Encoder.Hash, other.Encoder.Hash, StringComparer.Ordinal);
        Models.AssertSame(before, Start.Weights);
    }

    [Fact]
    public void A_saved_encoder_is_a_base_and_a_masked_language_model()
    {
        var result = new MaskedLanguageTrainer(Options).Train(Start, Text(60));
        result.Save(_directory.FullName);

        var read = BaseEncoder.Load(_directory.FullName);
        Assert.Equal(result.Encoder.Hash, read.Hash);
        Assert.True(read.IsPretrained);
        Assert.Contains("BertForMaskedLM", File.ReadAllText(_directory["config.json"]), StringComparison.Ordinal);
        Assert.Equal(
            ["cls.predictions.bias", "cls.predictions.transform.LayerNorm.bias", "cls.predictions.transform.LayerNorm.weight", "cls.predictions.transform.dense.bias", "cls.predictions.transform.dense.weight"],
            HuggingFaceDirectory.Load(_directory.FullName).IgnoredTensors);

        var record = JsonText.Load(_directory["pretraining.json"]);
        Assert.Equal(result.Encoder.Hash, record.Text("encoderHash"));
        Assert.Equal(Text(60).Sha256, record.Root.GetProperty("summary").GetProperty("textSha256").GetString());
        Assert.Equal(0.25, record.Root.GetProperty("options").GetProperty("maskedFraction").GetDouble());
        Assert.Equal(result.Summary.HeldOutLosses[^1].Loss, record.Root.GetProperty("summary").GetProperty("heldOutLosses").EnumerateArray().Last().GetProperty("loss").GetDouble());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    public void A_pretraining_that_was_stopped_goes_on_to_the_same_bits(int stop)
    {
        var options = Options with { Steps = 60, Dropout = 0.1 };
        var checkpoint = new CheckpointOptions { Path = _directory["state.safetensors"], Interval = 4 };
        var straight = new MaskedLanguageTrainer(options).Train(Start, Text(60));

        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new MaskedLanguageTrainer(options).Train(
            Start,
            Text(60),
            checkpoint,
            new Listener<PretrainingProgress>(report =>
            {
                if (report.Step == stop)
                {
                    source.Cancel();
                }
            }),
            source.Token));
        var later = new List<PretrainingProgress>();
        var resumed = new MaskedLanguageTrainer(options with { Threads = 2 }).Train(Start, Text(60), checkpoint, new Listener<PretrainingProgress>(later.Add));

        Assert.Equal(straight.Encoder.Hash, resumed.Encoder.Hash);
        Assert.Equal(straight.Summary.HeldOutLosses, resumed.Summary.HeldOutLosses);
        Assert.Equal(straight.Summary.TrainingLoss, resumed.Summary.TrainingLoss);
        Assert.InRange(later[0].Step, stop, stop + 5);
        straight.Save(_directory["straight"]);
        resumed.Save(_directory["resumed"]);
        Assert.Equal(File.ReadAllBytes(_directory["straight/model.safetensors"]), File.ReadAllBytes(_directory["resumed/model.safetensors"]));

        AssertRefused(() => new MaskedLanguageTrainer(options with { MaskedFraction = 0.5 }).Train(Start, Text(60), checkpoint), "PretrainingOptions.MaskedFraction was 0.25 and is now 0.5");
        AssertRefused(() => new MaskedLanguageTrainer(options).Train(Start, Text(61), checkpoint), "text was");
    }

    [Fact]
    public void Refuses_what_cannot_be_trained()
    {
        AssertRefused(() => new MaskedLanguageTrainer(Options).Train(Models.Base(), Text(60)), "[MASK]");
        var tanh = BaseEncoder.Create(Start.Config with { Activation = HiddenActivation.GeluTanh }, Words, 3);
        AssertRefused(() => new MaskedLanguageTrainer(Options).Train(tanh, Text(60)), "Bert", "GeluTanh");
        AssertRefused(() => new MaskedLanguageTrainer(Options with { MaxTokens = 17 }).Train(Start, Text(60)), "MaxTokens is 17", "16");
        AssertRefused(() => new MaskedLanguageTrainer(Options).Train(Start, Text(1)), "1 documents", "HeldOutFraction");
        var weights = Start.Weights.Clone();
        weights["encoder.layer.0.output.dense.bias"].Data[0] = float.NaN;
        var broken = new BaseEncoder(Start.Config, weights, Words, lowerCase: true, isPretrained: false);
        AssertRefused(() => new MaskedLanguageTrainer(Options).Train(broken, Text(60)), "step 1", "LearningRate");
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        var trainer = new MaskedLanguageTrainer(Options with { Steps = 100000 });
        Assert.Throws<OperationCanceledException>(() => trainer.Train(Start, Text(60), progress: new Listener<PretrainingProgress>(_ => source.Cancel()), cancellationToken: source.Token));
    }

    /// <summary>Sentences whose sound follows from the animal.</summary>
    private static PretrainingText Text(int count) => new(
        Enumerable.Range(0, count).Select(i =>
        {
            var random = new Numerics.DeterministicRandom((ulong)i);
            return string.Join(' ', Enumerable.Range(0, 3).Select(_ => random.Next(3)).Select(kind => $"the {Animals[kind]} {Sounds[kind]} loudly"));
        }),
        "test");

    private static void AssertRefused(Action action, params string[] parts)
    {
        var exception = Assert.Throws<GwSmmException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
