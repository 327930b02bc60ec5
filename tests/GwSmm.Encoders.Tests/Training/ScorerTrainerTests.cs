namespace GwSmm.Encoders.Tests;

public class ScorerTrainerTests
{
    private static readonly Vocabulary Words = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "acid", "mass", "tape", "plan", "type", "time"], "test");

    private static readonly BaseEncoder Encoder = BaseEncoder.Create(
        new EncoderConfig { VocabularySize = 10, HiddenSize = 16, LayerCount = 2, HeadCount = 2, IntermediateSize = 32, MaxPositions = 16 }, Words, 3);

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 12,
        BatchSize = 8,
        LearningRate = 5e-3,
        Threads = 1,
        Features = new FeatureOptions { MaxTokens = 16 },
    };

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    public void LearnsWhichWordsScore(Pooling pooling)
    {
        var responses = Responses(200, 0);
        var reports = new List<EpochProgress>();
        var options = Options with { Features = Options.Features with { Pooling = pooling } };
        var model = new ScorerTrainer(options).Train(Encoder, responses, new Listener<EpochProgress>(reports.Add));

        var test = Responses(60, 5000);
        var features = new TextEncoder(model.Config, model.Weights, new TextTokenizer(Words), model.Features, 1).Encode(test.Texts);
        var right = HeadPredictor.Classes(model.Head, features).Zip(test.Classes).Count(pair => pair.First == pair.Second);
        Assert.True(right >= 54, $"{right} of 60");

        Assert.Equal("Q", model.Item);
        Assert.Equal(Encoder.Hash, model.BaseHash);
        var summary = model.Training!;
        Assert.Equal(200, summary.TrainingRows + summary.ValidationRows);
        Assert.InRange(summary.ValidationRows, 19, 21);
        Assert.Equal(reports.Count, summary.EpochsRun);
        Assert.Equal(Enumerable.Range(1, reports.Count), reports.Select(report => report.Epoch));
        var best = reports.OrderByDescending(report => report.ValidationKappa).ThenBy(report => report.ValidationLoss).First();
        Assert.Equal((best.Epoch, best.ValidationLoss, best.ValidationAccuracy), (summary.BestEpoch, summary.ValidationLoss, summary.ValidationAccuracy));
    }

    [Fact]
    public void LearnsSeveralLabels()
    {
        var texts = Responses(200, 0).Texts;
        bool[] flags = [.. texts.SelectMany(text => new[] { text.Contains("acid", StringComparison.Ordinal), text.Contains("tape", StringComparison.Ordinal) })];
        var model = new ScorerTrainer(Options with { Epochs = 16, Patience = 16 }).Train(Encoder, ResponseSet.MultiLabel("Q", texts, ["a", "t"], flags));
        var found = HeadPredictor.Flags(model.Head, new TextEncoder(model.Config, model.Weights, new TextTokenizer(Words), model.Features, 1).Encode(texts));
        var right = found.Zip(flags).Count(pair => pair.First == pair.Second);
        Assert.True(right >= 380, $"{right} of 400");
        Assert.Equal(["a", "t"], model.Head.Labels);
    }

    [Fact]
    public void SameSeedSameBitsWhateverTheThreads()
    {
        var responses = Responses(60, 0);
        var options = Options with { Epochs = 2 };
        var one = new ScorerTrainer(options).Train(Encoder, responses);
        var three = new ScorerTrainer(options with { Threads = 3 }).Train(Encoder, responses);
        Models.AssertSame(one.Weights, three.Weights);
        Assert.Equal(one.Head.Weight, three.Head.Weight);
        Assert.Equal(one.Training, three.Training);

        var other = new ScorerTrainer(options with { Seed = 2 }).Train(Encoder, responses);
        Assert.NotEqual(one.Head.Weight, other.Head.Weight);
    }

    [Fact]
    public void LeavesTheBaseAndUnusedWordsAlone()
    {
        var before = Encoder.Weights.Clone();
        var model = new ScorerTrainer(Options with { Epochs = 1 }).Train(Encoder, Responses(40, 0));
        Models.AssertSame(before, Encoder.Weights);
        const string Embedding = "embeddings.word_embeddings.weight";
        Assert.Equal(before[Embedding].Data[..16], model.Weights[Embedding].Data[..16]);
        Assert.NotEqual(before[Embedding].Data[(4 * 16)..(5 * 16)], model.Weights[Embedding].Data[(4 * 16)..(5 * 16)]);
    }

    [Fact]
    public void StopsEarlyAndKeepsTheBestEpoch()
    {
        // Scores without any rule: validation soon gets worse.
        var texts = Responses(80, 0).Texts;
        var responses = ResponseSet.MultiClass("Q", texts, [.. texts.Select((_, i) => (i * 7919 % 11 % 2).ToString())]);
        var options = Options with { Epochs = 40, Patience = 2, LearningRate = 1e-2, Dropout = 0 };
        var kappas = new List<double?>();
        var model = new ScorerTrainer(options).Train(Encoder, responses, new Listener<EpochProgress>(report => kappas.Add(report.ValidationKappa)));
        Assert.Equal(model.Training!.BestEpoch + 2, model.Training.EpochsRun);
        Assert.Equal(kappas.Max(), model.Training.ValidationKappa);

        // What was kept is what was measured.
        var (_, validation) = ValidationSplit.Make(responses, options.ValidationFraction, options.Seed);
        var held = responses.Subset(validation);
        var features = new TextEncoder(model.Config, model.Weights, new TextTokenizer(Words), model.Features, 1).Encode(held.Texts);
        var probabilities = HeadPredictor.Probabilities(model.Head, features);
        Assert.Equal(model.Training.ValidationLoss!.Value, held.Classes.Select((label, i) => -Math.Log(probabilities[(i * 2) + label])).Average(), 1e-4);
    }

    [Fact]
    public void WithoutValidationTheLastEpochIsKept()
    {
        var model = new ScorerTrainer(Options with { Epochs = 3, ValidationFraction = 0 }).Train(Encoder, Responses(20, 0));
        Assert.Equal((3, 3, 0), (model.Training!.EpochsRun, model.Training.BestEpoch, model.Training.ValidationRows));
        Assert.Null(model.Training.ValidationLoss);
    }

    [Fact]
    public void FewResponsesGetMoreEpochsWhereStepsAreDemanded()
    {
        var options = Options with { Epochs = 2, MinimumSteps = 11, ValidationFraction = 0, BatchSize = 8 };
        Assert.Equal(4, new ScorerTrainer(options).Train(Encoder, Responses(20, 0)).Training!.EpochsRun);
        Assert.Equal(2, new ScorerTrainer(options).Train(Encoder, Responses(48, 0)).Training!.EpochsRun);
    }

    [Fact]
    public void CountsTruncatedResponsesAndOverlongWords()
    {
        var responses = Responses(20, 0);
        var longer = ResponseSet.MultiClass("Q", [.. responses.Texts.Select((text, i) => i < 3 ? string.Join(' ', Enumerable.Repeat(text, 9)) : i < 5 ? new string('w', 201) + " " + text : text)], [.. responses.Classes.Select(label => label.ToString())]);
        var summary = new ScorerTrainer(Options with { Epochs = 1 }).Train(Encoder, longer).Training!;
        Assert.Equal((3, 2), (summary.TruncatedRows, summary.OverlongWords));
    }

    [Fact]
    public void RefusesWhatCannotBeLearned()
    {
        var trainer = new ScorerTrainer(Options);
        AssertRefused(() => trainer.Train(Encoder, Responses(7, 0)), "'Q'", "7 responses", "at least 8");
        AssertRefused(() => trainer.Train(Encoder, ResponseSet.MultiClass("Q", Responses(9, 0).Texts, [.. Enumerable.Repeat("1", 9)])), "'Q'", "only the class '1'");
        string[] texts = [.. Responses(9, 0).Texts];
        texts[4] = " \t";
        AssertRefused(() => trainer.Train(Encoder, ResponseSet.MultiClass("Q", texts, [.. texts.Select((_, i) => (i % 2).ToString())])), "'Q'", "response 5 is empty");
        AssertRefused(() => new ScorerTrainer(Options with { Features = new FeatureOptions { Layer = 3, MaxTokens = 16 } }).Train(Encoder, Responses(9, 0)), "FeatureOptions.Layer is 3");
        AssertRefused(() => new ScorerTrainer(Options with { Features = new FeatureOptions { Pooling = Pooling.Pooler, MaxTokens = 16 } }).Train(Encoder, Responses(9, 0)), "no pooler");
        AssertRefused(() => new ScorerTrainer(Options with { Features = new FeatureOptions { MaxTokens = 17 } }).Train(Encoder, Responses(9, 0)), "MaxTokens is 17", "3 to 16");
    }

    [Fact]
    public void SaysSoWhenTheLossIsNotANumber()
    {
        var weights = Encoder.Weights.Clone();
        weights["encoder.layer.0.output.dense.bias"].Data[0] = float.NaN;
        var broken = new BaseEncoder(Encoder.Config, weights, Words, lowerCase: true, isPretrained: false);
        AssertRefused(() => new ScorerTrainer(Options).Train(broken, Responses(20, 0)), "'Q'", "epoch 1", "LearningRate", "0.005");
    }

    [Fact]
    public void StopsWhenCancelled()
    {
        using var source = new CancellationTokenSource();
        var epochs = 0;
        var trainer = new ScorerTrainer(Options with { Epochs = 1000, ValidationFraction = 0 });
        Assert.Throws<OperationCanceledException>(() => trainer.Train(
            Encoder,
            Responses(20, 0),
            new Listener<EpochProgress>(_ =>
            {
                epochs++;
                source.Cancel();
            }),
            source.Token));
        Assert.Equal(1, epochs);
    }

    /// <summary>Score 1 where the text has both "acid" and "tape", 0 where neither or one; other words are noise.</summary>
    private static ResponseSet Responses(int count, int offset)
    {
        var (texts, labels) = (new string[count], new string[count]);
        for (var i = 0; i < count; i++)
        {
            var random = new Numerics.DeterministicRandom((ulong)(offset + i));
            string[] noise = ["mass", "plan", "type", "time"];
            var words = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => noise[random.Next(4)]).ToList();
            var both = random.Next(2) == 0;
            words.AddRange(both ? ["acid", "tape"] : random.Next(2) == 0 ? ["acid"] : ["tape"]);
            var order = words.ToArray();
            random.Shuffle<string>(order);
            (texts[i], labels[i]) = (string.Join(' ', order), both ? "1" : "0");
        }

        return ResponseSet.MultiClass("Q", texts, labels);
    }

    private static void AssertRefused(Action action, params string[] parts)
    {
        var exception = Assert.Throws<GwSmmException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
