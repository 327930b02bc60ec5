using System.Collections.Concurrent;

namespace GwSmm.Encoders;

/// <summary>
/// The directory of a checkpoint, see <see cref="HuggingFaceDirectory"/>, opened and checked but not read: tensors are read in parts,
/// so that models may be larger than the memory. Thread-safe until disposed.
/// </summary>
public sealed class EncoderCheckpoint : IDisposable
{
    private const string ClassifierWeight = "classifier.weight";
    private const string ClassifierBias = "classifier.bias";
    private readonly CheckpointTensors _tensors;
    private readonly int _unusedPositions;
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    private EncoderCheckpoint(string directory, CheckpointTensors tensors, HuggingFaceConfig settings, EncoderConfig config, Vocabulary vocabulary, bool lowerCase, bool readHead)
    {
        Directory = directory;
        _tensors = tensors;
        _unusedPositions = settings.UnusedPositions;
        Config = config;
        Vocabulary = vocabulary;
        LowerCase = lowerCase;
        Tensors = [.. EncoderLayout.Tensors(config).OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => (entry.Name, (IReadOnlyList<int>)entry.Shape))];
        foreach (var (name, shape) in EncoderLayout.Tensors(config))
        {
            tensors.Require(name, Stored(name, shape));
        }

        Head = readHead && tensors.Contains(ClassifierWeight) ? ReadHead(tensors, settings) : null;
        var known = Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        IgnoredTensors = [.. tensors.Names.Where(name => !known.Contains(name) && (Head is null || name is not (ClassifierWeight or ClassifierBias)))];
        IsPretrained = !tensors.Metadata.TryGetValue(HuggingFaceWriter.InitializationKey, out var start) || !string.Equals(start, HuggingFaceWriter.RandomStart, StringComparison.Ordinal);
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>The architecture; <see cref="EncoderConfig.HasPooler"/> says whether the pooler's tensors are there.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased and lose their accents.</summary>
    public bool LowerCase { get; }

    /// <summary>The classifier; null where there is none.</summary>
    public ScoringHead? Head { get; }

    /// <summary>Whether the weights were learned; false for a random start that this library has saved.</summary>
    public bool IsPretrained { get; }

    /// <summary>The encoder's tensors as in <see cref="EncoderLayout"/>, in ordinal order of their names.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> Tensors { get; }

    /// <summary>Names of tensors that are no part of encoder, pooler or classifier, such as <c>cls.predictions.bias</c>, in ordinal order.</summary>
    public IReadOnlyList<string> IgnoredTensors { get; }

    /// <summary>The files that hold the tensors, in the order of their names.</summary>
    public IReadOnlyList<string> WeightFiles => _tensors.Files;

    /// <summary>Opens a directory and checks everything but the values.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="readHead">Whether to read the classifier where there is one.</param>
    /// <returns>The checkpoint; dispose it to release the files.</returns>
    /// <exception cref="GwSmmException">A file is missing, damaged or of a model that this library does not run; a tensor is missing or has a wrong shape.</exception>
    public static EncoderCheckpoint Open(string directory, bool readHead = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var configPath = Path.Combine(directory, "config.json");
        if (!File.Exists(configPath))
        {
            throw new GwSmmException($"Directory '{directory}' {(System.IO.Directory.Exists(directory) ? "has no config.json" : "does not exist")}. Give a Hugging Face directory with config.json, model.safetensors and vocab.txt.");
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

        var tensors = CheckpointTensors.Open(directory, settings.Naming);
        try
        {
            var config = tensors.Contains(ArchitectureNaming.Pooler + ".weight")
                ? settings.Encoder with { HasPooler = true, PoolerActivation = settings.Naming.PoolerActivation }
                : settings.Encoder;
            CheckLayerCount(tensors, settings);
            return new EncoderCheckpoint(directory, tensors, settings, config, vocabulary, lowerCase, readHead);
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    /// <summary>What <c>gwsmm.json</c> says beside the checkpoint of a scoring model.</summary>
    /// <param name="verifyFiles">Whether to check the SHA-256 of the files that it names.</param>
    /// <returns>The description; that of a foreign classifier where there is no such file.</returns>
    /// <exception cref="GwSmmException">The file is damaged, too new, or does not belong to the others.</exception>
    public ScorerDescription DescribeScorer(bool verifyFiles = true) => ScoringModelFiles.Describe(this, verifyFiles);

    /// <summary>The type of a tensor's values in the file.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <returns>A name such as F32; empty where the format does not name it.</returns>
    public string Dtype(string name) => _tensors.Dtype(name);

    /// <summary>Reads a part of a tensor in single precision; values are not checked.</summary>
    /// <param name="name">One of <see cref="Tensors"/>.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="values">Receives as many values as it has room for.</param>
    /// <exception cref="GwSmmException">The file cannot be read.</exception>
    public void Read(string name, long start, Span<float> values) => _tensors.Read(name, start + Skipped(name), values);

    /// <summary>Reads the whole encoder.</summary>
    /// <param name="mapped">Whether values may lie in the file; see <see cref="SafetensorsReader.Map"/>.</param>
    /// <returns>Its weights in single precision, all finite.</returns>
    /// <exception cref="GwSmmException">A value is not finite, or a type cannot be read.</exception>
    public EncoderWeights ReadWeights(bool mapped = false) => new(Tensors.Select(entry =>
    {
        var tensor = _tensors.Read(entry.Name, Stored(entry.Name, entry.Shape), mapped);
        var skipped = Skipped(entry.Name);
        return skipped == 0 ? tensor : new Tensor(entry.Name, entry.Shape, tensor.Values[skipped..]);
    }));

    /// <summary>Computes what <see cref="BaseEncoder.Hash"/> is for this encoder, without holding more than a part of a tensor.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public string ComputeHash(CancellationToken cancellationToken = default) => EncoderHash.Compute(this, cancellationToken);

    /// <summary>Computes the SHA-256 of each of <see cref="WeightFiles"/>, once.</summary>
    /// <returns>Lower-case hexadecimal by file name.</returns>
    public IReadOnlyDictionary<string, string> HashFiles() => WeightFiles.ToDictionary(file => Path.GetFileName(file), Sha256, StringComparer.Ordinal);

    /// <summary>Releases the files.</summary>
    public void Dispose() => _tensors.Dispose();

    /// <summary>The SHA-256 of a file of the directory, computed once.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    internal string Sha256(string path) => _hashes.GetOrAdd(Path.GetFileName(path), _ => ScoringModelFiles.Sha256(path));

    private static bool IsPositions(string name) => string.Equals(name, HuggingFaceDirectory.Positions, StringComparison.Ordinal);

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

    private int Skipped(string name) => IsPositions(name) ? _unusedPositions * Config.EmbeddingWidth : 0;

    private int[] Stored(string name, IReadOnlyList<int> shape) => IsPositions(name) ? [shape[0] + _unusedPositions, shape[1]] : [.. shape];
}
