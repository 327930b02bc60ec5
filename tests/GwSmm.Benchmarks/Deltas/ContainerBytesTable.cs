using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Deltas;

/// <summary>
/// Bytes of gwsmm files for nine items on BERT-base. Only shapes count, so numbers are arbitrary. Each file is written to the temporary
/// folder, measured and deleted; at most one file's content is in memory.
/// </summary>
internal static class ContainerBytesTable
{
    private const int Items = 9;
    private const int GroupSize = 3;
    private const int PositionRows = 128;

    private static readonly EncoderConfig Config = new()
    {
        VocabularySize = 30522,
        HiddenSize = 768,
        LayerCount = 12,
        HeadCount = 12,
        IntermediateSize = 3072,
        HasPooler = true,
    };

    /// <summary>Prints a Markdown table.</summary>
    /// <param name="wordRows">Rows of the word embedding that an item's fine-tuning changes.</param>
    public static void Print(int wordRows)
    {
        Console.WriteLine($"{Items} items on BERT-base; deltas change {wordRows} rows of the word embedding, {PositionRows} positions and one token type.");
        Console.WriteLine();
        Console.WriteLine("| container | bytes | share of nine encoders | bytes of deltas per item | of these embeddings |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        long individual = 0;
        for (var item = 0; item < Items; item++)
        {
            individual += Measure([Group([item], Weights(item), null)]);
        }

        Row("one encoder per item", individual, null);
        Row("one encoder per trio", Enumerable.Range(0, Items / GroupSize).Sum(g => Measure([Group(Trio(g), Weights(g), null)])), null);
        var shared = Weights(100);
        foreach (var (name, make) in Kinds())
        {
            var deltas = Enumerable.Range(0, Items).ToDictionary(Name, item => Delta(shared, wordRows, item, make), StringComparer.Ordinal);
            Row("one encoder, nine deltas: " + name, Measure([Group([.. Enumerable.Range(0, Items)], shared, deltas)]), deltas[Name(0)]);
        }

        foreach (var name in new[] { "EMR", "TALL" })
        {
            // Both store a vector in half precision for each trio and a mask per item.
            var first = new EncoderDelta([]);
            MergedGroup[] groups = [.. Enumerable.Range(0, Items / GroupSize).Select(g =>
            {
                var vectors = new Dictionary<string, DenseDelta>(StringComparer.Ordinal);
                var deltas = Trio(g).ToDictionary(Name, item => Delta(shared, wordRows, item, (tensor, shape, random) => Mask(vectors, tensor, shape, random)), StringComparer.Ordinal);
                first = deltas[Name(Trio(g)[0])];
                return Group(Trio(g), shared, deltas);
            })];
            Row($"base, one {name} vector per trio, nine masks", Measure(groups), first);
        }

        void Row(string container, long bytes, EncoderDelta? delta)
        {
            var embeddings = delta?.Tensors.Where(tensor => tensor.Name.StartsWith("embeddings.", StringComparison.Ordinal)).Sum(tensor => tensor.ByteCount);
            Console.WriteLine(FormattableString.Invariant($"| {container} | {bytes} | {100.0 * bytes / individual:F2} % | {delta?.ByteCount} | {embeddings} |"));
        }
    }

    private static IEnumerable<(string Name, Func<string, int[], Random, TensorDelta> Make)> Kinds()
    {
        foreach (var bits in new[] { 8, 4, 3, 2 })
        {
            yield return ($"int{bits}", (name, shape, random) => new QuantizedDelta(name, shape, bits, bits < 4, Bytes(random, shape[0] * PackedCodes.RowBytes(shape[1], bits)), Numbers(shape[0])));
        }

        yield return ("sign", (name, shape, random) => new SignDelta(name, shape, Bytes(random, shape[0] * PackedCodes.RowBytes(shape[1], 1)), Numbers(shape[0])));
        yield return ("low rank 16", (name, shape, _) => new LowRankDelta(name, shape, Math.Min(16, shape[0]), Numbers(shape[0] * Math.Min(16, shape[0])), Numbers(shape[1] * Math.Min(16, shape[0]))));
    }

    private static MaskDelta Mask(Dictionary<string, DenseDelta> vectors, string name, int[] shape, Random random)
    {
        if (!vectors.TryGetValue(name, out var vector))
        {
            vectors[name] = vector = new DenseDelta(name, shape, new Half[shape[0] * shape[1]]);
        }

        return new MaskDelta(name, vector, Bytes(random, shape[0] * PackedCodes.RowBytes(shape[1], 1)), 1);
    }

    private static EncoderDelta Delta(EncoderWeights shared, int wordRows, int item, Func<string, int[], Random, TensorDelta> make)
    {
        var random = new Random(item);
        return new EncoderDelta(shared.Tensors.Select(tensor =>
        {
            var (rows, columns) = (tensor.Shape[0], tensor.Data.Length / tensor.Shape[0]);
            var changed = tensor.Name switch
            {
                "embeddings.word_embeddings.weight" => wordRows,
                "embeddings.position_embeddings.weight" => PositionRows,
                "embeddings.token_type_embeddings.weight" => 1,
                _ => rows,
            };
            return tensor.Shape.Count == 1 ? new DenseDelta(tensor.Name, tensor.Shape, Numbers(rows))
                : changed == rows ? make(tensor.Name, [rows, columns], random)
                : new RowDelta(tensor.Name, tensor.Shape, [.. Enumerable.Range(0, changed)], make(tensor.Name, [changed, columns], random));
        }));
    }

    private static EncoderWeights Weights(int seed) => new(EncoderLayout.Tensors(Config).Select(entry =>
    {
        var values = Numbers(entry.Shape.Aggregate(1, (product, size) => product * size));
        values[0] = seed;
        return new Tensor(entry.Name, entry.Shape, values);
    }));

    private static MergedGroup Group(int[] items, EncoderWeights weights, IReadOnlyDictionary<string, EncoderDelta>? deltas) => new(
        items.Select(Name), weights,
        items.ToDictionary(Name, _ => new ScoringHead(HeadKind.MultiClass, ["0", "1", "2", "3"], new float[4 * Config.HiddenSize], new float[4]), StringComparer.Ordinal), "arithmetic", deltas);

    private static long Measure(MergedGroup[] groups)
    {
        var vocabulary = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "benchmark");
        var plan = new MergePlan([.. groups.Select(group => group.Items)], "arithmetic");
        var model = new MergedModel(Config, vocabulary, true, new FeatureOptions(), groups, new MergeProvenance("none", HeadFit.Keep, 1, string.Empty, plan));
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".gwsmm");
        try
        {
            model.Save(path);
            return new FileInfo(path).Length;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int[] Trio(int group) => [.. Enumerable.Range(group * GroupSize, GroupSize)];

    private static string Name(int item) => $"{item + 1}";

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static float[] Numbers(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = i % 1000;
        }

        return values;
    }
}
