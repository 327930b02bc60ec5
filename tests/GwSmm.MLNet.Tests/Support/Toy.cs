using GwSmm.Encoders;
using GwSmm.Numerics;
using Microsoft.ML;

namespace GwSmm.MLNet.Tests;

/// <summary>A base encoder that trains in a second, and responses whose scores follow from their words.</summary>
internal static class Toy
{
    private static readonly string[] Good = ["energy", "light", "cell", "water", "root", "leaf"];
    private static readonly string[] Filler = ["the", "and", "because", "plant", "it", "gets", "from", "so"];

    public static Vocabulary Vocabulary { get; } = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Good, .. Filler, "wrong", "maybe"], "toy");

    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = Vocabulary.Count,
        HiddenSize = 16,
        LayerCount = 1,
        HeadCount = 2,
        IntermediateSize = 32,
        MaxPositions = 128,
        HiddenDropout = 0,
        AttentionDropout = 0,
    };

    public static BaseEncoder Base { get; } = BaseEncoder.Create(Config, Vocabulary, seed: 3);

    /// <summary>Rounds through the items; label 0: wrong, 1: one right word, 2: two.</summary>
    public static Response[] Responses(int perItem, ulong seed, params string[] items)
    {
        var random = new DeterministicRandom(seed);
        var rows = new List<Response>();
        for (var i = 0; i < perItem; i++)
        {
            for (var k = 0; k < items.Length; k++)
            {
                var label = i % 3;
                var words = Enumerable.Range(0, 3 + random.Next(4)).Select(_ => Filler[random.Next(Filler.Length)]).ToList();
                words.AddRange(label == 0 ? ["wrong"] : Enumerable.Range(0, label).Select(w => Good[((k % 3) * 2) + w]));
                rows.Add(new Response { Item = items[k], Text = string.Join(' ', words), Label = label });
            }
        }

        return [.. rows];
    }

    public static TextScorerOptions Quick { get; } = new()
    {
        Training = new TrainingOptions { Epochs = 3, BatchSize = 8, LearningRate = 5e-3, ValidationFraction = 0, Threads = 1, Features = new FeatureOptions { MaxTokens = 16 } },
    };

    public static string WriteTsv(string path, IEnumerable<Response> rows)
    {
        File.WriteAllLines(path, rows.Select(row => $"{row.Item}\t{row.Text}\t{row.Label}").Prepend("Item\tText\tLabel"));
        return path;
    }

    public static ITransformer[] Stages(ITransformer chain) => [.. (IEnumerable<ITransformer>)chain];
}
