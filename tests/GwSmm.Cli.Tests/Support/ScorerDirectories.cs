using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Cli.Tests;

/// <summary>Directories of tiny scoring models that grew from one base.</summary>
internal sealed class ScorerDirectories : IDisposable
{
    private static readonly EncoderConfig Config = new()
    {
        VocabularySize = 8,
        HiddenSize = 4,
        LayerCount = 1,
        HeadCount = 2,
        IntermediateSize = 6,
        MaxPositions = 8,
        HasPooler = true,
    };

    private static readonly Vocabulary Words = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "water", "salt", "cell", "wall"], "test");

    private readonly TemporaryDirectory _directory = new();

    public ScorerDirectories()
    {
        Encoder = BaseEncoder.Create(Config, Words, 1);
        Encoder.Save(Base);
    }

    public BaseEncoder Encoder { get; }

    public string Base => PathTo("base");

    public string PathTo(string name) => _directory.PathTo(name);

    public string Write(string name, string text) => _directory.Write(name, text);

    public string[] Names() => _directory.Names();

    /// <summary>Saves a model whose parameters are a number away from those of the base on average.</summary>
    public string Add(string item, double change = 0.02, BaseEncoder? origin = null, HeadKind kind = HeadKind.MultiClass, FeatureOptions? features = null)
    {
        Model(item, change, origin, kind, features).Save(PathTo(item));
        return PathTo(item);
    }

    public ScoringModel Model(string item, double change = 0.02, BaseEncoder? origin = null, HeadKind kind = HeadKind.MultiClass, FeatureOptions? features = null)
    {
        origin ??= Encoder;
        var random = new DeterministicRandom(DeterministicRandom.Derive(9, item));
        var weights = origin.Weights.Clone();
        foreach (var tensor in weights.Tensors)
        {
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                tensor.Data[i] += (float)(change * random.NextGaussian());
            }
        }

        var head = new ScoringHead(
            kind, [item + "-no", item + "-yes"], [.. Enumerable.Range(0, 8).Select(_ => (float)random.NextGaussian())], [0.5f, -0.5f], kind == HeadKind.MultiLabel ? [0.3f, 0.6f] : null);
        return new ScoringModel(item, origin.Config, weights, origin.Vocabulary, origin.LowerCase, features ?? new FeatureOptions { MaxTokens = 8 }, head, origin.Hash);
    }

    public void Dispose() => _directory.Dispose();
}
