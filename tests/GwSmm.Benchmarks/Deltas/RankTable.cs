using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Deltas;

/// <summary>What a delta of low rank costs by its rank and by the number of texts, by processor time of one thread beside neighbouring passes without a delta.</summary>
internal static class RankTable
{
    private const int Tokens = 64;
    private const int Rounds = 9;

    private static readonly int[] TextCounts = [1, 4, 32];
    private static readonly int[] Ranks = [4, 16, 32, 48, 64, 128, 256];

    /// <summary>Prints a Markdown table.</summary>
    public static void Print()
    {
        Console.WriteLine($"Texts of {Tokens} tokens, one thread, processor time over that of the shared pass; medians of {Rounds} rounds.");
        Console.WriteLine();
        Console.WriteLine($"| encoder | rank | {string.Join(" | ", TextCounts.Select(count => $"{count} texts"))} |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var (name, config) in DeltaScoringTable.Shapes)
        {
            var weights = BaseEncoder.Create(config, Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "benchmark"), 1).Weights;
            var shared = new BertEncoder(config, weights);
            foreach (var rank in Ranks)
            {
                var corrected = shared.WithDelta(new EncoderDelta(weights.Tensors.Where(tensor => tensor.Shape.Count == 2).Select(tensor => Delta(tensor, rank))));
                var ratios = TextCounts.Select(count => Ratio(shared, corrected, config, count));
                Console.WriteLine($"| {name} | {rank} | {string.Join(" | ", ratios.Select(ratio => FormattableString.Invariant($"{ratio:F2}")))} |");
            }
        }
    }

    private static double Ratio(BertEncoder shared, BertEncoder corrected, EncoderConfig config, int texts)
    {
        var random = new DeterministicRandom(1);
        int[][] sequences = [.. Enumerable.Range(0, texts).Select(_ => Enumerable.Range(0, Tokens).Select(_ => random.Next(config.VocabularySize)).ToArray())];
        var features = new FeatureOptions();

        // Short passes are repeated, since the clock of a process is coarse.
        var repeats = 64 / texts;
        void Score(BertEncoder encoder)
        {
            for (var i = 0; i < repeats; i++)
            {
                encoder.Encode(sequences, features);
            }
        }

        Score(corrected);
        return DeltaScoringTable.Median(Enumerable.Range(0, Rounds).Select(_ =>
        {
            var before = DeltaScoringTable.Time(() => Score(shared));
            return DeltaScoringTable.Time(() => Score(corrected)) / before;
        }));
    }

    private static LowRankDelta Delta(Tensor tensor, int rank)
    {
        rank = Math.Min(rank, Math.Min(tensor.Shape[0], tensor.Shape[1]));
        return new LowRankDelta(tensor.Name, tensor.Shape, rank, Numbers(tensor.Shape[0] * rank, 1), Numbers(tensor.Shape[1] * rank, 2));
    }

    private static float[] Numbers(int count, ulong seed)
    {
        var random = new DeterministicRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 0.01f * (float)random.NextGaussian())];
    }
}
