using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests;

/// <summary>Small networks with weights large enough that every gradient matters.</summary>
internal static class Networks
{
    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 9,
        HiddenSize = 8,
        LayerCount = 2,
        HeadCount = 2,
        IntermediateSize = 12,
        MaxPositions = 7,
        LayerNormEpsilon = 1e-12,
        HasPooler = true,
    };

    public static int[][] Sequences { get; } = [[2, 5, 1, 7, 3], [4], [2, 6, 6, 3], [8, 0]];

    public static EncoderWeights Weights(EncoderConfig config, ulong seed)
    {
        var random = new DeterministicRandom(seed);
        return new EncoderWeights(EncoderLayout.Tensors(config).Select(entry =>
        {
            var one = entry.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1f : 0f;
            var data = new float[entry.Shape.Aggregate(1, (product, size) => product * size)];
            for (var i = 0; i < data.Length; i++)
            {
                data[i] = one + (0.3f * (float)random.NextGaussian());
            }

            return new Tensor(entry.Name, entry.Shape, data);
        }));
    }

    public static ResponseSet Responses(HeadKind kind)
    {
        string[] texts = ["a", "b", "c", "d"];
        return kind == HeadKind.MultiClass
            ? ResponseSet.MultiClass("Q", texts, ["0", "2", "1", "0"])
            : ResponseSet.MultiLabel("Q", texts, ["x", "y", "z"], [true, false, false, true, true, false, false, false, true, false, false, false]);
    }

    public static ScoringNetwork Network(FeatureOptions features, int threads = 1, EncoderConfig? config = null)
    {
        config ??= Config;
        var random = new DeterministicRandom(5);
        var head = new DenseParameters(Draw(random, 3 * config.HiddenSize), Draw(random, 3));
        return new ScoringNetwork(config, Weights(config, 11), head, features, threads);
    }

    private static float[] Draw(DeterministicRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => 0.4f * (float)random.NextGaussian())];
}
