using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GwSmm.Encoders;

/// <summary>
/// Directories of scoring models: those of Hugging Face, plus <c>gwsmm.json</c> with what these cannot say: item, features,
/// thresholds, base, training and the SHA-256 of the other files.
/// </summary>
internal static class ScoringModelFiles
{
    private const string FileName = "gwsmm.json";
    private const string Format = "gwsmm-scorer";
    private const int Version = 2;

    /// <summary>The version of models whose longest word is that of files which do not say it; version 2 has another, in <c>tokenizer.json</c>.</summary>
    private const int PlainVersion = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="directory">The directory; created where missing, files of the same names are replaced.</param>
    public static void Save(ScoringModel model, string directory)
    {
        HuggingFaceWriter.Write(directory, model);
        var hashes = HuggingFaceWriter.FileNames(model.Vocabulary).Select(name => KeyValuePair.Create(name, (JsonNode?)Sha256(Path.Combine(directory, name))));
        HuggingFaceWriter.WriteJson(Path.Combine(directory, FileName), new JsonObject
        {
            ["format"] = Format,
            ["formatVersion"] = model.Vocabulary.MustStateMaxWordLength ? Version : PlainVersion,
            ["productVersion"] = typeof(ScoringModel).Assembly.GetName().Version?.ToString(3),
            ["item"] = model.Item,
            ["features"] = JsonSerializer.SerializeToNode(model.Features, Options),
            ["thresholds"] = model.Head.Kind == HeadKind.MultiLabel ? JsonSerializer.SerializeToNode(model.Head.Thresholds, Options) : null,
            ["cutPoints"] = model.Head.CutPoints.Count > 0 ? JsonSerializer.SerializeToNode(model.Head.CutPoints, Options) : null,
            ["baseHash"] = model.BaseHash,
            ["training"] = JsonSerializer.SerializeToNode(model.Training, Options),
            ["sha256"] = new JsonObject(hashes),
        });
    }

    /// <summary>Reads a model.</summary>
    /// <param name="directory">A directory that <see cref="Save"/> wrote, or one of Hugging Face with a classifier.</param>
    /// <param name="item">The item; null takes the one that was saved.</param>
    /// <returns>The model.</returns>
    public static ScoringModel Load(string directory, string? item)
    {
        if (Path.Combine(directory, FileName) is var path && File.Exists(path))
        {
            Verify(JsonText.Load(path), directory, Sha256);
        }

        using var checkpoint = EncoderCheckpoint.Open(directory);
        var scorer = Describe(checkpoint, verifyFiles: false);
        var head = scorer.Head ?? throw new GwSmmException($"Directory '{directory}' has no classifier (classifier.weight, classifier.bias): it is an encoder, not a scoring model. Train a scorer on it, or choose the directory of a classifier.");
        return new ScoringModel(
            Named(item, scorer.Item, directory), checkpoint.Config, checkpoint.ReadWeights(), checkpoint.Vocabulary, checkpoint.LowerCase, scorer.Features, head, scorer.BaseHash, scorer.Training);
    }

    /// <summary>What a directory says beside its weights.</summary>
    /// <param name="checkpoint">Its checkpoint.</param>
    /// <param name="verifyFiles">Whether to check the SHA-256 of the files that it names.</param>
    /// <returns>The description.</returns>
    public static ScorerDescription Describe(EncoderCheckpoint checkpoint, bool verifyFiles)
    {
        var path = Path.Combine(checkpoint.Directory, FileName);
        var head = checkpoint.Head;
        if (!File.Exists(path))
        {
            // A classifier of transformers reads the pooler; distilled ones without pooler read [CLS].
            return new ScorerDescription
            {
                Features = new FeatureOptions { Pooling = checkpoint.Config.HasPooler ? Pooling.Pooler : Pooling.Cls, MaxTokens = Math.Min(new FeatureOptions().MaxTokens, checkpoint.Config.MaxPositions) },
                Head = head,
            };
        }

        var own = JsonText.Load(path);
        if (verifyFiles)
        {
            Verify(own, checkpoint.Directory, checkpoint.Sha256);
        }

        var thresholds = Part<float[]>(own, "thresholds");
        if (thresholds is not null && (head?.Kind != HeadKind.MultiLabel || thresholds.Length != head.Labels.Count || thresholds.Any(value => value is not (> 0 and < 1))))
        {
            throw own.Error($"'thresholds' are [{string.Join(", ", thresholds)}]; expected one number between 0 and 1 for each of {head?.Labels.Count ?? 0} labels of a multi-label head.");
        }

        var cutPoints = Part<float[]>(own, "cutPoints");
        if (cutPoints is { Length: > 0 } && head is not null && OrdinalLabels.Check(head.Kind, head.Labels, cutPoints).Problem is { } problem)
        {
            throw own.Error($"'cutPoints' do not fit: {problem}");
        }

        var saved = Part<FeatureOptions>(own, "features") ?? throw own.Error("'features' is missing. Save the model again.");
        CheckFeatures(own, saved, checkpoint.Config);
        return new ScorerDescription
        {
            Item = own.Text("item"),
            Features = saved,
            Head = head is null ? null : new ScoringHead(head.Kind, head.Labels, head.Weight, head.Bias, thresholds, cutPoints),
            BaseHash = own.Text("baseHash") ?? string.Empty,
            Training = Part<TrainingSummary>(own, "training"),
        };
    }

    /// <summary>The SHA-256 of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    internal static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Named(string? asked, string? saved, string directory) => asked is { Length: > 0 } ? asked
        : saved is { Length: > 0 } ? saved
        : throw new GwSmmException($"Directory '{directory}' does not say which item its model scores. Name the item when loading it.");

    private static void Verify(JsonText own, string directory, Func<string, string> sha256)
    {
        CheckVersion(own);
        CheckHashes(own, directory, sha256);
    }

    private static void CheckVersion(JsonText own)
    {
        if (!string.Equals(own.Text("format"), Format, StringComparison.Ordinal))
        {
            throw own.Error($"'format' is '{own.Text("format")}'; expected '{Format}'. Give the directory of a scoring model.");
        }

        var version = own.Int32("formatVersion", 1, int.MaxValue);
        if (version > Version)
        {
            throw own.Error($"it has the format version {version}, and this program reads up to {Version}. Update the program.");
        }
    }

    private static void CheckHashes(JsonText own, string directory, Func<string, string> sha256)
    {
        foreach (var (name, expected) in Part<Dictionary<string, string>>(own, "sha256") ?? [])
        {
            // A name with a separator would make us read elsewhere.
            var path = Path.Combine(directory, Path.GetFileName(name));
            if (!File.Exists(path) || !string.Equals(sha256(path), expected, StringComparison.OrdinalIgnoreCase))
            {
                throw own.Error($"the file '{name}' beside it is {(File.Exists(path) ? "not the one that was saved (its SHA-256 differs)" : "missing")}. Copy the whole directory again, or remove {FileName} to load it as a foreign checkpoint.");
            }
        }
    }

    private static void CheckFeatures(JsonText own, FeatureOptions features, EncoderConfig config)
    {
        if (features.MaxTokens < 3 || features.MaxTokens > config.MaxPositions || features.Layer is < 0 || features.Layer > config.LayerCount
            || (features.Pooling == Pooling.Pooler && !config.HasPooler) || !Enum.IsDefined(features.Pooling))
        {
            throw own.Error($"'features' ({features}) do not fit the encoder of {config.LayerCount} layers and {config.MaxPositions} positions {(config.HasPooler ? "with" : "without")} pooler. Save the model again.");
        }
    }

    private static T? Part<T>(JsonText own, string key)
        where T : class
    {
        try
        {
            return own.TryGet(key, out var element) ? element.Deserialize<T>(Options) : null;
        }
        catch (JsonException exception)
        {
            throw new GwSmmException($"File '{own.Path}': '{key}' cannot be read: {exception.Message} Save the model again.", exception);
        }
    }
}
