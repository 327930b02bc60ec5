using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Merging;

/// <summary>Checkpoints of the size of BERT-base (uncased): a random base and three versions a little away from it.</summary>
internal static class RandomCheckpoints
{
    /// <summary>The directory of the base.</summary>
    public const string Base = "base";

    private const float BaseDeviation = 0.02f;
    private const float ChangeDeviation = 0.004f;

    /// <summary>The directories of the fine-tuned models.</summary>
    public static string[] Models { get; } = ["a", "b", "c"];

    private static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 30522,
        HiddenSize = 768,
        LayerCount = 12,
        HeadCount = 12,
        IntermediateSize = 3072,
        MaxPositions = 512,
        HasPooler = true,
    };

    /// <summary>Writes them.</summary>
    /// <param name="folder">Where to.</param>
    public static void Write(string folder)
    {
        var vocabulary = Vocabulary.Create([.. new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]" }.Concat(Enumerable.Range(4, Config.VocabularySize - 4).Select(i => $"word{i}"))], "benchmark");
        foreach (var name in Models.Prepend(Base))
        {
            using var writer = new EncoderCheckpointWriter(Path.Combine(folder, name), Config, vocabulary, lowerCase: true);
            foreach (var (tensor, shape) in EncoderLayout.Tensors(Config))
            {
                var values = new float[shape.Aggregate(1, (product, size) => product * size)];
                Add(values, DeterministicRandom.Derive(0, tensor), BaseDeviation);
                if (!string.Equals(name, Base, StringComparison.Ordinal))
                {
                    Add(values, DeterministicRandom.Derive(0, name + tensor), ChangeDeviation);
                }

                writer.Write(tensor, 0, values);
            }

            writer.Complete();
        }
    }

    // The sum of two uniform numbers: as good as normal ones here, and faster.
    private static void Add(float[] values, ulong seed, float deviation)
    {
        var random = new DeterministicRandom(seed);
        var scale = deviation * Math.Sqrt(6);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += (float)(scale * (random.NextDouble() + random.NextDouble() - 1));
        }
    }
}
