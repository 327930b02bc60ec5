using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

/// <summary>A dense layer, its bias and an embedding, with three fine-tuned versions: what the expected numbers of the tests were worked out for in NumPy.</summary>
internal static class SmallTask
{
    public const string Matrix = "encoder.layer.0.output.dense.weight";
    public const string Vector = "encoder.layer.0.output.dense.bias";
    public const string Embedding = "embeddings.word_embeddings.weight";

    public static float[] BaseMatrix { get; } = [0.5f, -0.25f, 1, 0.75f, -1, 0.5f, 0.25f, -0.5f, 0.25f, 1, -0.75f, 0.125f];

    private static readonly double[][] MatrixChanges =
    [
        [0.2, -0.1, 0.4, 0.3, -0.3, 0.1, 0.2, -0.5, 0.1, 0.6, -0.2, 0.05],
        [-0.1, 0.3, 0.25, -0.2, 0.4, 0.15, -0.35, 0.1, 0.2, -0.45, 0.5, 0.3],
        [0.15, 0.05, -0.2, 0.1, 0.05, -0.4, 0.3, 0.2, -0.25, 0.1, 0.35, -0.15],
    ];

    private static readonly double[][] VectorChanges = [[0.05, 0.1, -0.1], [-0.02, 0.04, 0.3], [0.2, -0.3, 0.01]];

    private static readonly double[][] EmbeddingChanges = [[0.1, 0.2, -0.3, 0.4], [-0.2, 0.1, 0.3, 0.2], [0.05, 0.05, 0.15, -0.1]];

    public static EncoderWeights Base => Create(BaseMatrix, [0.1f, -0.2f, 0.3f], [1, -1, 0.5f, 0.25f], 3);

    /// <summary>The first so many models, named 1, 2 and 3, with the base.</summary>
    public static MergeInput Input(int models, bool withBase = true) =>
        new([.. Enumerable.Range(1, models).Select(m => $"{m}")], [.. Enumerable.Range(0, models).Select(Model)], withBase ? Base : null);

    public static EncoderWeights Model(int m)
    {
        var origin = Base;
        return Create(
            Add(origin[Matrix].Data, MatrixChanges[m]), Add(origin[Vector].Data, VectorChanges[m]), Add(origin[Embedding].Data, EmbeddingChanges[m]), 3);
    }

    /// <summary>The same with the dense layer turned.</summary>
    public static MergeInput Turned(int models)
    {
        var input = Input(models);
        return new MergeInput(input.Items, [.. input.Models.Select(Turn)], Turn(input.Base!));
    }

    /// <summary>Only the first output of the dense layer.</summary>
    public static MergeInput OneRow(int models)
    {
        var input = Input(models);
        return new MergeInput(input.Items, [.. input.Models.Select(FirstRow)], FirstRow(input.Base!));
    }

    public static void Equal(double[] expected, EncoderWeights actual, string tensor, double tolerance = 3e-6)
    {
        var values = actual[tensor].Data;
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    public static float[] Flat(EncoderWeights weights) => [.. weights.Tensors.SelectMany(tensor => tensor.Data)];

    private static EncoderWeights Create(float[] matrix, float[] vector, float[] embedding, int rows) =>
        new([new Tensor(Matrix, [rows, matrix.Length / rows], matrix), new Tensor(Vector, [3], vector), new Tensor(Embedding, [2, 2], embedding)]);

    private static EncoderWeights FirstRow(EncoderWeights weights) => Create(weights[Matrix].Data[..4], weights[Vector].Data, weights[Embedding].Data, 1);

    private static EncoderWeights Turn(EncoderWeights weights)
    {
        var matrix = weights[Matrix].Data;
        return Create([.. Enumerable.Range(0, 12).Select(i => matrix[(i % 3 * 4) + (i / 3)])], weights[Vector].Data, weights[Embedding].Data, 4);
    }

    private static float[] Add(float[] origin, double[] change) => [.. origin.Zip(change, (a, b) => (float)(a + b))];
}
