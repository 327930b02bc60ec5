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
    private const string ClassifierWeight = "classifier.weight";
    private const string ClassifierBias = "classifier.bias";

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
    /// <returns>Its content.</returns>
    /// <exception cref="GwSmmException">A file is missing, damaged or of a model that this library does not run; a tensor is missing or has a wrong shape or type.</exception>
    public static HuggingFaceDirectory Load(string directory, bool readHead = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var configPath = Path.Combine(directory, "config.json");
        if (!File.Exists(configPath))
        {
            throw new GwSmmException($"Directory '{directory}' {(Directory.Exists(directory) ? "has no config.json" : "does not exist")}. Give a Hugging Face directory with config.json, model.safetensors and vocab.txt.");
        }

        var settings = HuggingFaceConfig.Load(configPath);
        var (vocabulary, lowerCase) = HuggingFaceVocabulary.Load(directory, preferBytePairs: settings.Naming.CountsFromPadding);
        if (vocabulary.Count > settings.Encoder.VocabularySize)
        {
            throw new GwSmmException($"Vocabulary '{vocabulary.Source}' has {vocabulary.Count} tokens, but 'vocab_size' in '{configPath}' is {settings.Encoder.VocabularySize}. Use the vocabulary that belongs to the model.");
        }

        if (settings.Naming.CountsFromPadding && vocabulary.PaddingId + 1 != settings.UnusedPositions)
        {
            throw new GwSmmException($"Vocabulary '{vocabulary.Source}' has the padding token as number {vocabulary.PaddingId}, but 'pad_token_id' in '{configPath}' is {settings.UnusedPositions - 1}. Use the vocabulary that belongs to the model.");
        }

        using var tensors = CheckpointTensors.Open(directory, settings.Naming);
        var config = tensors.Contains(ArchitectureNaming.Pooler + ".weight")
            ? settings.Encoder with { HasPooler = true, PoolerActivation = settings.Naming.PoolerActivation }
            : settings.Encoder;
        CheckLayerCount(tensors, settings);
        var weights = new EncoderWeights(EncoderLayout.Tensors(config).Select(entry => Read(tensors, entry.Name, entry.Shape, settings.UnusedPositions)));
        var head = readHead && tensors.Contains(ClassifierWeight) ? ReadHead(tensors, settings) : null;
        var ignored = tensors.Names.Where(name => !weights.TryGet(name, out _) && (head is null || name is not (ClassifierWeight or ClassifierBias)));
        var isPretrained = !tensors.Metadata.TryGetValue(HuggingFaceWriter.InitializationKey, out var start) || !string.Equals(start, HuggingFaceWriter.RandomStart, StringComparison.Ordinal);
        return new HuggingFaceDirectory(config, weights, vocabulary, lowerCase, head, [.. ignored], isPretrained);
    }

    private static Tensor Read(CheckpointTensors tensors, string name, int[] shape, int unusedPositions)
    {
        if (unusedPositions == 0 || !string.Equals(name, Positions, StringComparison.Ordinal))
        {
            return tensors.Read(name, shape);
        }

        var all = tensors.Read(name, [shape[0] + unusedPositions, shape[1]]);
        return new Tensor(name, shape, all.Data[(unusedPositions * shape[1])..]);
    }

    // Leaving layers out would silently be another model.
    private static void CheckLayerCount(CheckpointTensors tensors, HuggingFaceConfig settings)
    {
        var prefix = $"encoder.layer.{settings.Encoder.LayerCount}.";
        if (tensors.Names.FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal)) is { } extra)
        {
            throw new GwSmmException($"Checkpoint '{tensors.Path}' has the tensor '{extra}', but 'num_hidden_layers' in '{settings.Path}' is {settings.Encoder.LayerCount}. Use the config.json that belongs to the checkpoint.");
        }
    }

    private static ScoringHead ReadHead(CheckpointTensors tensors, HuggingFaceConfig settings)
    {
        var kind = settings.ProblemType switch
        {
            null or "single_label_classification" => HeadKind.MultiClass,
            "multi_label_classification" => HeadKind.MultiLabel,
            var other => throw new GwSmmException($"File '{settings.Path}': 'problem_type' is '{other}'; expected single_label_classification or multi_label_classification. Choose the checkpoint of a classifier."),
        };
        var shape = tensors.Shape(ClassifierWeight);
        var rows = shape.Count == 2 && shape[0] <= int.MaxValue ? (int)shape[0] : 0;
        var labels = settings.Labels ?? [.. Enumerable.Range(0, rows).Select(i => $"LABEL_{i}")];
        if (rows != labels.Count || rows < (kind == HeadKind.MultiClass ? 2 : 1))
        {
            throw new GwSmmException($"Checkpoint '{tensors.Path}': '{ClassifierWeight}' has the shape [{string.Join(", ", shape)}], but 'id2label' in '{settings.Path}' has {labels.Count} labels. Expected one row per label, and two labels or more; use the config.json that belongs to the checkpoint.");
        }

        var weight = tensors.Read(ClassifierWeight, [rows, settings.Encoder.HiddenSize]).Data;
        return new ScoringHead(kind, labels, weight, tensors.Read(ClassifierBias, [rows]).Data);
    }
}
