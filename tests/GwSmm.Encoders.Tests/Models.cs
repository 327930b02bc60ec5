namespace GwSmm.Encoders.Tests;

/// <summary>Small models to save, load and damage.</summary>
internal static class Models
{
    public static Vocabulary Vocabulary { get; } = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "water", "##s", "salt"], "test");

    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 7,
        HiddenSize = 4,
        LayerCount = 2,
        HeadCount = 2,
        IntermediateSize = 6,
        MaxPositions = 5,
        LayerNormEpsilon = 1e-7,
        HiddenDropout = 0.2,
        AttentionDropout = 0.3,
    };

    public static BaseEncoder Base(ulong seed = 1, bool pooler = false) => BaseEncoder.Create(Config with { HasPooler = pooler }, Vocabulary, seed);

    public static ScoringModel Scorer(HeadKind kind = HeadKind.MultiClass, Pooling pooling = Pooling.Mean)
    {
        var encoder = Base(pooler: pooling == Pooling.Pooler);
        var head = new ScoringHead(kind, ["0", "1", "2"], [.. Enumerable.Range(0, 12).Select(i => i / 8f)], [0.5f, -1, 2], kind == HeadKind.MultiLabel ? [0.25f, 0.5f, 0.75f] : null);
        var training = new TrainingSummary
        {
            TrainingRows = 90,
            ValidationRows = 10,
            TruncatedRows = 3,
            OverlongWords = 2,
            EpochsRun = 4,
            BestEpoch = 2,
            TrainingLoss = 0.1,
            ValidationLoss = 1.0 / 3,
            ValidationAccuracy = 0.7,
            LearningRate = 5e-4,
            Seed = ulong.MaxValue,
        };
        return new ScoringModel(
            "Q1", encoder.Config, encoder.Weights, Vocabulary, lowerCase: true, new FeatureOptions { Pooling = pooling, Layer = pooling == Pooling.Mean ? 1 : null, MaxTokens = 5 }, head, encoder.Hash, training);
    }

    public static void AssertSame(EncoderWeights expected, EncoderWeights actual)
    {
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Name), actual.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);
        foreach (var tensor in expected.Tensors)
        {
            Assert.Equal(tensor.Shape, actual[tensor.Name].Shape);
            Assert.Equal(tensor.Data, actual[tensor.Name].Data);
        }
    }
}
