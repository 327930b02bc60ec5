namespace GwSmm.Encoders.Tests;

/// <summary>An encoder of random weights and responses that it can learn to score.</summary>
internal static class SmallTask
{
    public static Vocabulary Words { get; } = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "acid", "mass", "tape", "plan", "type", "time"], "test");

    public static BaseEncoder Encoder { get; } = BaseEncoder.Create(
        new EncoderConfig { VocabularySize = 10, HiddenSize = 16, LayerCount = 2, HeadCount = 2, IntermediateSize = 32, MaxPositions = 16 }, Words, 3);

    public static TrainingOptions Options { get; } = new()
    {
        Epochs = 4,
        Patience = 4,
        BatchSize = 8,
        LearningRate = 5e-3,
        Threads = 1,
        Features = new FeatureOptions { MaxTokens = 16 },
    };

    /// <summary>Score 1 where the text has "acid"; the other words are noise.</summary>
    public static ResponseSet Responses(int count)
    {
        var (texts, labels) = (new string[count], new string[count]);
        for (var i = 0; i < count; i++)
        {
            var random = new Numerics.DeterministicRandom((ulong)i);
            string[] noise = ["mass", "plan", "type", "time", "tape"];
            var right = random.Next(3) == 0;
            var words = Enumerable.Range(0, 2 + random.Next(4)).Select(_ => noise[random.Next(5)]).Append(right ? "acid" : "mass").ToArray();
            random.Shuffle<string>(words);
            (texts[i], labels[i]) = (string.Join(' ', words), right ? "1" : "0");
        }

        return ResponseSet.MultiClass("Q", texts, labels);
    }

    public static void AssertRefused(Action action, params string[] parts)
    {
        var exception = Assert.Throws<GwSmmException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
