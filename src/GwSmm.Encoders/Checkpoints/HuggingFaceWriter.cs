using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Encoders;

/// <summary>Writes the directories that <see cref="HuggingFaceDirectory"/> and <c>transformers</c> read.</summary>
internal static class HuggingFaceWriter
{
    /// <summary>The key of a text beside the tensors that tells how the weights came about.</summary>
    public const string InitializationKey = "gwsmm.initialization";

    /// <summary>The text for weights that were drawn at random.</summary>
    public const string RandomStart = "random";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names of the files written with a vocabulary.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <returns>The names.</returns>
    public static IReadOnlyList<string> FileNames(Vocabulary vocabulary) => vocabulary.Kind == TokenizerKind.WordPiece
        ? ["config.json", "model.safetensors", HuggingFaceTokenizer.FileName, "tokenizer_config.json", "vocab.txt"]
        : ["config.json", HuggingFaceBytePairs.MergesName, "model.safetensors", "tokenizer_config.json", HuggingFaceBytePairs.TokensName];

    /// <summary>Writes an encoder.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="encoder">The encoder.</param>
    public static void Write(string directory, BaseEncoder encoder)
    {
        var metadata = Metadata(encoder.IsPretrained);
        var naming = ArchitectureNaming.For(encoder.Config.Family);
        Write(directory, naming, encoder.Config, encoder.Weights, [], encoder.Vocabulary, encoder.LowerCase, Config(naming, encoder.Config, encoder.Vocabulary, naming.ClassPrefix + "Model"), metadata);
    }

    /// <summary>Writes what belongs to an encoder beside its weights.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="lowerCase">Whether texts are lower-cased.</param>
    public static void WriteDescription(string directory, EncoderConfig config, Vocabulary vocabulary, bool lowerCase)
    {
        var naming = ArchitectureNaming.For(config.Family);
        naming.Check(config);
        WriteVocabulary(directory, naming, vocabulary, lowerCase, config.MaxPositions);
        WriteJson(Path.Combine(directory, "config.json"), Config(naming, config, vocabulary, naming.ClassPrefix + "Model"));
    }

    /// <summary>Writes a pretrained encoder of BERT with its masked-language-model head.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="head">The head's tensors by their names in a <c>BertForMaskedLM</c>.</param>
    public static void Write(string directory, BaseEncoder encoder, IEnumerable<Tensor> head)
    {
        var naming = ArchitectureNaming.For(EncoderFamily.Bert);
        var tensors = encoder.Weights.Tensors.Select(tensor => new Tensor(naming.Theirs(tensor.Name, withHead: true), tensor.Shape, tensor.Values));
        WriteWeights(directory, tensors.Concat(head), Metadata());
        WriteVocabulary(directory, naming, encoder.Vocabulary, encoder.LowerCase, encoder.Config.MaxPositions);
        WriteJson(Path.Combine(directory, "config.json"), Config(naming, encoder.Config, encoder.Vocabulary, "BertForMaskedLM"));
    }

    /// <summary>Writes an encoder with its classifier.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="model">The model.</param>
    public static void Write(string directory, ScoringModel model)
    {
        var naming = ArchitectureNaming.For(model.Config.Family);
        var config = Config(naming, model.Config, model.Vocabulary, naming.ClassPrefix + "ForSequenceClassification");
        config["problem_type"] = model.Head.Kind == HeadKind.MultiLabel ? "multi_label_classification" : "single_label_classification";
        config["id2label"] = new JsonObject(model.Head.Labels.Select((label, i) => KeyValuePair.Create(i.ToString(null as IFormatProvider), (JsonNode?)label)));
        config["label2id"] = new JsonObject(model.Head.Labels.Select((label, i) => KeyValuePair.Create(label, (JsonNode?)i)));
        Tensor[] head =
        [
            new(ArchitectureNaming.Classifier + ".weight", [model.Head.Labels.Count, model.Head.FeatureCount], model.Head.Weight),
            new(ArchitectureNaming.Classifier + ".bias", [model.Head.Labels.Count], model.Head.Bias),
        ];
        Write(directory, naming, model.Config, model.Weights, head, model.Vocabulary, model.LowerCase, config, Metadata());
    }

    /// <summary>Writes a JSON file, indented.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    public static void WriteJson(string path, JsonObject content) => AtomicFile.Write(path, stream =>
    {
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = Indented.Encoder }))
        {
            content.WriteTo(writer, Indented);
        }

        stream.WriteByte((byte)'\n');
    });

    /// <summary>Rows of the position embedding that a file has before the first position.</summary>
    /// <param name="naming">The family.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <returns>Their number.</returns>
    public static int UnusedPositions(ArchitectureNaming naming, Vocabulary vocabulary) => naming.CountsFromPadding ? vocabulary.PaddingId + 1 : 0;

    /// <summary>The texts beside the tensors.</summary>
    /// <param name="isPretrained">Whether the weights were learned.</param>
    /// <returns>The texts by key.</returns>
    public static Dictionary<string, string> Metadata(bool isPretrained = true)
    {
        // Older versions of transformers refuse a file that does not name its framework.
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        if (!isPretrained)
        {
            metadata[InitializationKey] = RandomStart;
        }

        return metadata;
    }

    private static void Write(
        string directory, ArchitectureNaming naming, EncoderConfig config, EncoderWeights weights, Tensor[] head, Vocabulary vocabulary, bool lowerCase,
        JsonObject json, Dictionary<string, string> metadata)
    {
        naming.Check(config);
        var unused = UnusedPositions(naming, vocabulary);
        var tensors = weights.Tensors.Concat(head).Select(tensor =>
        {
            var whole = unused > 0 && string.Equals(tensor.Name, HuggingFaceDirectory.Positions, StringComparison.Ordinal) ? WithUnused(tensor, unused) : tensor;
            return new Tensor(naming.Theirs(tensor.Name, head.Length > 0), whole.Shape, whole.Values);
        });
        WriteWeights(directory, tensors, metadata);
        WriteVocabulary(directory, naming, vocabulary, lowerCase, config.MaxPositions);
        WriteJson(Path.Combine(directory, "config.json"), json);
    }

    // First of all files: where the system refuses to replace one that is mapped, the others stay what they were.
    private static void WriteWeights(string directory, IEnumerable<Tensor> tensors, Dictionary<string, string> metadata) =>
        SafetensorsWriter.Write(Path.Combine(directory, "model.safetensors"), tensors, metadata);

    private static Tensor WithUnused(Tensor positions, int rows)
    {
        var width = positions.Shape[1];
        var data = new float[(rows * width) + positions.Values.Length];
        positions.Values.Span.CopyTo(data.AsSpan(rows * width));
        GC.KeepAlive(positions);
        return new Tensor(positions.Name, [positions.Shape[0] + rows, width], data);
    }

    private static void WriteVocabulary(string directory, ArchitectureNaming naming, Vocabulary vocabulary, bool lowerCase, int maxPositions)
    {
        var settings = new JsonObject { ["model_max_length"] = maxPositions };
        if (vocabulary.Kind == TokenizerKind.WordPiece)
        {
            vocabulary.Save(Path.Combine(directory, "vocab.txt"));

            // A vocab.txt cannot say how long a word may be.
            HuggingFaceTokenizer.Write(Path.Combine(directory, HuggingFaceTokenizer.FileName), vocabulary, lowerCase);
            settings["do_lower_case"] = lowerCase;
            settings["tokenizer_class"] = naming.WordPieceClass;
        }
        else
        {
            WriteJson(Path.Combine(directory, HuggingFaceBytePairs.TokensName), new JsonObject(vocabulary.Tokens.Select((token, i) => KeyValuePair.Create(token, (JsonNode?)i))));
            var merges = string.Concat(vocabulary.Merges.Prepend(HuggingFaceBytePairs.MergesHeader).Select(line => line + "\n"));
            AtomicFile.Write(Path.Combine(directory, HuggingFaceBytePairs.MergesName), stream => stream.Write(Encoding.UTF8.GetBytes(merges)));
            settings["add_prefix_space"] = vocabulary.AddPrefixSpace;
            settings["tokenizer_class"] = "RobertaTokenizer";
        }

        WriteJson(Path.Combine(directory, "tokenizer_config.json"), settings);
    }

    private static JsonObject Config(ArchitectureNaming naming, EncoderConfig config, Vocabulary vocabulary, string architecture)
    {
        var unused = UnusedPositions(naming, vocabulary);
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(architecture),
            [naming.Key("attention_probs_dropout_prob")] = config.AttentionDropout,
            [naming.Key("hidden_act")] = config.Activation == HiddenActivation.Gelu ? "gelu" : "gelu_new",
            [naming.Key("hidden_dropout_prob")] = config.HiddenDropout,
            [naming.Key("hidden_size")] = config.HiddenSize,
            [naming.Key("intermediate_size")] = config.IntermediateSize,
            ["max_position_embeddings"] = config.MaxPositions + unused,
            ["model_type"] = naming.ModelType,
            [naming.Key("num_attention_heads")] = config.HeadCount,
            [naming.Key("num_hidden_layers")] = config.LayerCount,
            ["pad_token_id"] = vocabulary.PaddingId,
            ["position_embedding_type"] = "absolute",
            ["vocab_size"] = config.VocabularySize,
        };
        if (naming.HasNormEpsilon)
        {
            json["layer_norm_eps"] = config.LayerNormEpsilon;
        }

        if (naming.HasTokenTypes)
        {
            json["type_vocab_size"] = config.TokenTypeCount;
        }

        if (naming.HasEmbeddingSize)
        {
            json["embedding_size"] = config.EmbeddingWidth;
        }

        if (naming.CountsFromPadding)
        {
            json["bos_token_id"] = vocabulary.ClassificationId;
            json["eos_token_id"] = vocabulary.SeparatorId;
        }

        return json;
    }
}
