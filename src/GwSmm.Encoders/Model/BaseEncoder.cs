using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>The encoder that scoring models start from. Immutable by convention; thread-safe to read.</summary>
public sealed class BaseEncoder
{
    private const double InitialDeviation = 0.02;
    private readonly Lazy<string> _hash;

    /// <summary>Creates an encoder from its parts.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">Its tensors; kept, not copied.</param>
    /// <param name="vocabulary">At most as many tokens as the word embedding has rows.</param>
    /// <param name="lowerCase">Whether the model is uncased.</param>
    /// <param name="isPretrained">Whether the weights were learned rather than drawn.</param>
    /// <exception cref="ArgumentException">Weights or vocabulary do not fit the architecture.</exception>
    public BaseEncoder(EncoderConfig config, EncoderWeights weights, Vocabulary vocabulary, bool lowerCase, bool isPretrained)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vocabulary);
        EncoderLayout.Check(config, weights);
        if (vocabulary.Count > config.VocabularySize)
        {
            throw new ArgumentException($"The vocabulary has {vocabulary.Count} tokens, the word embedding {config.VocabularySize} rows.", nameof(vocabulary));
        }

        Config = config;
        Weights = weights;
        Vocabulary = vocabulary;
        LowerCase = lowerCase;
        IsPretrained = isPretrained;
        _hash = new Lazy<string>(() => EncoderHash.Compute(Config, Weights, Vocabulary, LowerCase));
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The weights; not to be written to, since models share them.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased and lose their accents.</summary>
    public bool LowerCase { get; }

    /// <summary>Whether the weights were learned rather than drawn at random.</summary>
    public bool IsPretrained { get; }

    /// <summary>SHA-256, lower-case hexadecimal, of architecture, weights, vocabulary, casing and longest word; computed once, when first asked for.</summary>
    public string Hash => _hash.Value;

    /// <summary>
    /// Draws the weights of a new encoder as BERT does (Devlin et al., 2019): normal with deviation 0.02, biases 0, layer
    /// normalisation 1 and 0. Each tensor has its own stream of numbers, so the same seed gives the same bits everywhere.
    /// </summary>
    /// <param name="config">The architecture.</param>
    /// <param name="vocabulary">Exactly <see cref="EncoderConfig.VocabularySize"/> tokens, or fewer.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>An encoder, uncased where the vocabulary is of WordPiece.</returns>
    /// <exception cref="ArgumentException">The vocabulary does not fit the architecture.</exception>
    public static BaseEncoder Create(EncoderConfig config, Vocabulary vocabulary, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var tensors = EncoderLayout.Tensors(config).Select(entry => Draw(entry.Name, entry.Shape, seed));
        return new BaseEncoder(config, new EncoderWeights(tensors), vocabulary, lowerCase: vocabulary.Kind == TokenizerKind.WordPiece, isPretrained: false);
    }

    /// <summary>Reads a Hugging Face directory; a classifier in it is left out. See <see cref="HuggingFaceDirectory"/>.</summary>
    /// <param name="huggingFaceDirectory">A directory with <c>config.json</c>, weights and vocabulary.</param>
    /// <returns>The encoder.</returns>
    /// <exception cref="GwSmmException">A file is missing, damaged or of a model that this library does not run.</exception>
    public static BaseEncoder Load(string huggingFaceDirectory)
    {
        var files = HuggingFaceDirectory.Load(huggingFaceDirectory, readHead: false);
        return new BaseEncoder(files.Config, files.Weights, files.Vocabulary, files.LowerCase, files.IsPretrained);
    }

    /// <summary>Writes a Hugging Face directory that <see cref="Load"/> and <c>transformers</c> read.</summary>
    /// <param name="directory">The directory; created where missing, files of the same names are replaced.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public void Save(string directory) => HuggingFaceWriter.Write(directory, this);

    private static Tensor Draw(string name, int[] shape, ulong seed)
    {
        var values = new float[shape.Aggregate(1, (product, size) => checked(product * size))];
        if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal))
        {
            Array.Fill(values, 1f);
        }
        else if (!name.EndsWith(".bias", StringComparison.Ordinal))
        {
            var random = new DeterministicRandom(DeterministicRandom.Derive(seed, name));
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(InitialDeviation * random.NextGaussian());
            }
        }

        return new Tensor(name, shape, values);
    }
}
