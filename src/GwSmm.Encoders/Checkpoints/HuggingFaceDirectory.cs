namespace GwSmm.Encoders;

/// <summary>
/// A checkpoint of BERT or its kin (<see cref="EncoderFamily"/>) as <c>transformers</c> saves it: <c>config.json</c>;
/// <c>model.safetensors</c> or <c>pytorch_model.bin</c>, or shards of either with an index; <c>vocab.txt</c>, <c>tokenizer.json</c> or
/// <c>vocab.json</c> with <c>merges.txt</c>. Immutable by convention; thread-safe to read.
/// </summary>
public sealed class HuggingFaceDirectory
{
    /// <summary>The position embedding, of which some families have rows more.</summary>
    internal const string Positions = "embeddings.position_embeddings.weight";

    private HuggingFaceDirectory(
        EncoderConfig config, EncoderWeights weights, Vocabulary vocabulary, bool lowerCase, ScoringHead? head, IReadOnlyList<string> ignored, bool isPretrained)
    {
        Config = config;
        Weights = weights;
        Vocabulary = vocabulary;
        LowerCase = lowerCase;
        Head = head;
        IgnoredTensors = ignored;
        IsPretrained = isPretrained;
    }

    /// <summary>The architecture; <see cref="EncoderConfig.HasPooler"/> says whether the pooler's tensors are there.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The encoder's weights in single precision.</summary>
    public EncoderWeights Weights { get; }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased and lose their accents.</summary>
    public bool LowerCase { get; }

    /// <summary>The classifier; null where there is none.</summary>
    public ScoringHead? Head { get; }

    /// <summary>Names of tensors that are no part of encoder, pooler or classifier, such as <c>cls.predictions.bias</c>, in ordinal order.</summary>
    public IReadOnlyList<string> IgnoredTensors { get; }

    /// <summary>Whether the weights were learned; false for a random start that this library has saved.</summary>
    public bool IsPretrained { get; }

    /// <summary>Reads a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="readHead">Whether to read the classifier where there is one.</param>
    /// <param name="mapped">Whether the weights may lie in the file; see <see cref="SafetensorsReader.Map"/>.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="GwSmmException">A file is missing, damaged or of a model that this library does not run; a tensor is missing or has a wrong shape or type.</exception>
    public static HuggingFaceDirectory Load(string directory, bool readHead = true, bool mapped = false)
    {
        using var checkpoint = EncoderCheckpoint.Open(directory, readHead);
        return new HuggingFaceDirectory(
            checkpoint.Config, checkpoint.ReadWeights(mapped), checkpoint.Vocabulary, checkpoint.LowerCase, checkpoint.Head, checkpoint.IgnoredTensors, checkpoint.IsPretrained);
    }
}
