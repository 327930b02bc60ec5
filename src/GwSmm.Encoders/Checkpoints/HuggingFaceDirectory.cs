namespace GwSmm.Encoders;

/// <summary>
/// A BERT checkpoint as <c>transformers</c> saves it: <c>config.json</c>, <c>model.safetensors</c> (or shards with
/// <c>model.safetensors.index.json</c>), <c>vocab.txt</c> or <c>tokenizer.json</c>. Immutable by convention; thread-safe to read.
/// </summary>
public sealed class HuggingFaceDirectory
{
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
    /// <exception cref="GwSmmException">A file is missing, damaged or of another model than BERT; a tensor is missing or has a wrong shape or type.</exception>
    public static HuggingFaceDirectory Load(string directory, bool readHead = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var configPath = Path.Combine(directory, "config.json");
        if (!File.Exists(configPath))
        {
            throw new GwSmmException($"Directory '{directory}' {(Directory.Exists(directory) ? "has no config.json" : "does not exist")}. Give a Hugging Face directory with config.json, model.safetensors and vocab.txt.");
        }

        var settings = HuggingFaceConfig.Load(configPath);
        var (vocabulary, lowerCase) = HuggingFaceVocabulary.Load(directory);
        if (vocabulary.Count > settings.Encoder.VocabularySize)
        {
            throw new GwSmmException($"Vocabulary '{vocabulary.Source}' has {vocabulary.Count} tokens, but 'vocab_size' in '{configPath}' is {settings.Encoder.VocabularySize}. Use the vocabulary that belongs to the model.");
        }

        using var tensors = CheckpointTensors.Open(directory);
        var config = settings.Encoder with { HasPooler = tensors.Contains("pooler.dense.weight") };
        CheckLayerCount(tensors, settings);
        var weights = new EncoderWeights(EncoderLayout.Tensors(config).Select(entry => tensors.Read(entry.Name, entry.Shape)));
        var head = readHead && tensors.Contains(ClassifierWeight) ? ReadHead(tensors, settings) : null;
        var ignored = tensors.Names.Where(name => !weights.TryGet(name, out _) && (head is null || name is not (ClassifierWeight or ClassifierBias)));
        var isPretrained = !tensors.Metadata.TryGetValue(HuggingFaceWriter.InitializationKey, out var start) || !string.Equals(start, HuggingFaceWriter.RandomStart, StringComparison.Ordinal);
        return new HuggingFaceDirectory(config, weights, vocabulary, lowerCase, head, [.. ignored], isPretrained);
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
        var entry = tensors.Entry(ClassifierWeight);
        var rows = entry.Shape.Count == 2 && entry.Shape[0] <= int.MaxValue ? (int)entry.Shape[0] : 0;
        var labels = settings.Labels ?? [.. Enumerable.Range(0, rows).Select(i => $"LABEL_{i}")];
        if (rows != labels.Count || rows < (kind == HeadKind.MultiClass ? 2 : 1))
        {
            throw new GwSmmException($"Checkpoint '{tensors.Path}': '{ClassifierWeight}' has the shape [{string.Join(", ", entry.Shape)}], but 'id2label' in '{settings.Path}' has {labels.Count} labels. Expected one row per label, and two labels or more; use the config.json that belongs to the checkpoint.");
        }

        var weight = tensors.Read(ClassifierWeight, [rows, settings.Encoder.HiddenSize]).Data;
        return new ScoringHead(kind, labels, weight, tensors.Read(ClassifierBias, [rows]).Data);
    }
}
