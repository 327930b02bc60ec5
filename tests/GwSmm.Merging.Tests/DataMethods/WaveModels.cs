using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

/// <summary>
/// Two small models whose weights are sines of their positions, so that a script in another language can make the same ones. Expected values beside them come from a NumPy program that
/// runs the encoder and each method in double precision on whole matrices.
/// </summary>
internal static class WaveModels
{
    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 9,
        HiddenSize = 4,
        LayerCount = 2,
        HeadCount = 2,
        IntermediateSize = 6,
        MaxPositions = 6,
    };

    public static string[] Items { get; } = ["A", "B"];

    public static Dictionary<string, int[][]> Sequences { get; } = new(StringComparer.Ordinal)
    {
        ["A"] = [[2, 5, 1, 7, 3], [4, 1], [2, 6, 6, 3], [8, 0, 1]],
        ["B"] = [[2, 1, 3], [2, 7, 7, 5, 3], [6, 3]],
    };

    public static Dictionary<string, ScoringHead> Heads { get; } = new(StringComparer.Ordinal) { ["A"] = Head(5), ["B"] = Head(6) };

    public static EncoderWeights Weights(int seed, EncoderConfig? config = null)
    {
        var tensors = EncoderLayout.Tensors(config ?? Config).ToArray();
        return new EncoderWeights(tensors.Select((entry, t) =>
        {
            var data = new float[entry.Shape.Aggregate(1, (product, size) => product * size)];
            var isScale = entry.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal);
            for (var i = 0; i < data.Length; i++)
            {
                var wave = Math.Sin((2.1 * seed) + (0.9 * t) + (1.7 * i) + (0.37 * i * i));
                data[i] = (float)(isScale ? 1 + (0.2 * wave) : 0.6 * wave);
            }

            return new Tensor(entry.Name, entry.Shape, data);
        }));
    }

    public static MergeContext Context(int threads = 1, ulong seed = 0, IProgress<MergeProgress>? progress = null, FeatureOptions? features = null, EncoderConfig? config = null) =>
        new(config ?? Config, features ?? new FeatureOptions { MaxTokens = 6 }, Sequences, Heads, threads, seed, progress);

    public static MergeInput Input(MergeContext? context, EncoderConfig? config = null) =>
        new(Items, [Weights(1, config), Weights(2, config)], Weights(0, config), context);

    /// <summary>A sum over all tensors and entries, each times the cosine of its position: one number that every entry takes part in.</summary>
    public static double Check(EncoderWeights weights) =>
        EncoderLayout.Tensors(Config).Select((entry, t) => weights[entry.Name].Data.Select((value, i) => value * Math.Cos(i + t)).Sum()).Sum();

    public static void AssertExpected(EncoderWeights weights, double check, double[] query, double[] output, double[] bias, double[] word)
    {
        Assert.Equal(check, Check(weights), 2e-5);
        AssertStart(query, weights["encoder.layer.1.attention.self.query.weight"].Data);
        AssertStart(output, weights["encoder.layer.1.output.dense.weight"].Data);
        AssertStart(bias, weights["encoder.layer.0.output.dense.bias"].Data);
        AssertStart(word, weights["embeddings.word_embeddings.weight"].Data[4..]);
    }

    public static void AssertSame(EncoderWeights expected, EncoderWeights actual) =>
        Assert.All(expected.Tensors, tensor => Assert.Equal(tensor.Data, actual[tensor.Name].Data));

    public static string Refused(Action action) => Assert.Throws<GwSmmException>(action).Message;

    private static void AssertStart(double[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

    private static ScoringHead Head(int seed) =>
        new(HeadKind.MultiClass, ["0", "1", "2"], [.. Enumerable.Range(0, 12).Select(i => (float)Math.Sin(seed + (1.3 * i) + (0.11 * i * i)))], [0.1f, -0.2f, 0.3f]);
}
