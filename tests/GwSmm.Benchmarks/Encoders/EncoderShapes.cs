using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>Architectures, random weights and lengths of sequences.</summary>
internal static class EncoderShapes
{
    private const int Vocabulary = 30522;

    /// <summary>Tokens of ASAP-SAS responses, cut at 128: the 32 quantiles of a fifth of the training file, by the vocabulary of BERT.</summary>
    private static readonly int[] ResponseLengths =
        [7, 11, 14, 18, 21, 24, 27, 30, 32, 34, 37, 39, 41, 43, 46, 48, 51, 53, 55, 58, 61, 63, 66, 69, 72, 76, 80, 85, 91, 98, 112, 128];

    /// <summary>The architecture of that name.</summary>
    public static EncoderConfig Config(string name) => name switch
    {
        "minilm" => Shape(6, 384, 12),
        "bert-base" => Shape(12, 768, 12),
        "mini" => Shape(4, 256, 4),
        _ => throw new GwSmmException($"There is no shape '{name}'. Choose minilm, bert-base or mini."),
    };

    /// <summary>Draws weights that make every part of the network matter.</summary>
    public static EncoderWeights Weights(EncoderConfig config)
    {
        var random = new DeterministicRandom(1);
        return new EncoderWeights(EncoderLayout.Tensors(config).Select(entry =>
        {
            var centre = entry.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1f : 0f;
            var data = new float[entry.Shape.Aggregate(1, (product, size) => product * size)];
            foreach (ref var value in data.AsSpan())
            {
                value = centre + (0.04f * (float)random.NextGaussian());
            }

            return new Tensor(entry.Name, entry.Shape, data);
        }));
    }

    /// <summary>Sequences of one length.</summary>
    public static int[][] Sequences(int count, int length) => [.. Enumerable.Range(0, count).Select(i => Tokens(i, length))];

    /// <summary>32 sequences of the lengths of responses, in random order.</summary>
    public static int[][] Responses()
    {
        var lengths = (int[])ResponseLengths.Clone();
        new Random(3).Shuffle(lengths);
        return [.. lengths.Select((length, i) => Tokens(i, length))];
    }

    private static int[] Tokens(int seed, int length)
    {
        var random = new DeterministicRandom((ulong)seed);
        return [.. Enumerable.Range(0, length).Select(_ => (int)(random.NextUInt64() % Vocabulary))];
    }

    private static EncoderConfig Shape(int layers, int hidden, int heads) => new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = hidden,
        LayerCount = layers,
        HeadCount = heads,
        IntermediateSize = 4 * hidden,
        HiddenDropout = 0,
        AttentionDropout = 0,
    };
}
