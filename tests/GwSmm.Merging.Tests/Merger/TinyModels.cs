using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

/// <summary>Very small random encoders and responses made of a dozen words.</summary>
internal static class TinyModels
{
    private static readonly string[] Words = ["cell", "wall", "osmosis", "water", "salt", "because", "the", "moves", "in", "out", "membrane", "vinegar"];

    public static Vocabulary Vocabulary { get; } = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Words], "tiny");

    public static EncoderConfig Config { get; } = new()
    {
        VocabularySize = 16,
        HiddenSize = 8,
        LayerCount = 1,
        HeadCount = 2,
        IntermediateSize = 16,
        MaxPositions = 16,
    };

    public static FeatureOptions Features { get; } = new() { MaxTokens = 16 };

    public static BaseEncoder Base(ulong seed = 1) => BaseEncoder.Create(Config, Vocabulary, seed);

    public static ScoringModel Model(string item, BaseEncoder origin, HeadKind kind = HeadKind.MultiClass, float change = 0.02f, EncoderConfig? config = null)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(1, "model " + item));
        var weights = origin.Weights.Clone();
        foreach (var tensor in weights.Tensors)
        {
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                tensor.Data[i] += change * (float)random.NextGaussian();
            }
        }

        string[] labels = kind == HeadKind.MultiClass ? ["0", "1", "2"] : ["x", "y"];
        var head = new ScoringHead(kind, labels, [.. Enumerable.Range(0, labels.Length * 8).Select(_ => (float)random.NextGaussian())], new float[labels.Length]);
        return new ScoringModel(item, config ?? origin.Config, weights, origin.Vocabulary, origin.LowerCase, Features, head, origin.Hash);
    }

    public static ResponseSet Responses(string item, int count = 60, HeadKind kind = HeadKind.MultiClass)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(2, "responses " + item));
        var texts = new string[count];
        var classes = new string[count];
        var flags = new bool[count * 2];
        for (var i = 0; i < count; i++)
        {
            string[] words = [.. Enumerable.Range(0, 3 + random.Next(8)).Select(_ => Words[random.Next(Words.Length)])];
            texts[i] = string.Join(' ', words);
            flags[i * 2] = words.Contains("osmosis", StringComparer.Ordinal);
            flags[(i * 2) + 1] = words.Contains("water", StringComparer.Ordinal);
            classes[i] = i < 3 ? HeadCases.Name(i) : HeadCases.Name((flags[i * 2] ? 1 : 0) + (flags[(i * 2) + 1] ? 1 : 0));
        }

        return kind == HeadKind.MultiClass ? ResponseSet.MultiClass(item, texts, classes) : ResponseSet.MultiLabel(item, texts, ["x", "y"], flags);
    }

    public static Dictionary<string, ResponseSet> ResponsesOf(IEnumerable<ScoringModel> models, int count = 60) =>
        models.ToDictionary(model => model.Item, model => Responses(model.Item, count, model.Head.Kind), StringComparer.Ordinal);

    public static MergedModel Merged()
    {
        var origin = Base();
        ScoringModel[] models = [Model("1", origin), Model("2", origin, HeadKind.MultiLabel), Model("10", origin)];
        var plan = new MergePlan([["1", "10"], ["2"]], "by hand");
        return new ModelMerger(new MergeOptions { Plan = plan, Threads = 1, Seed = 7, RefitIndividuals = false }).Merge(models, ResponsesOf(models), origin).Model;
    }
}
