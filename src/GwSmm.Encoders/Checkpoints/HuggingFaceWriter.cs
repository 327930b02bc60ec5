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

    /// <summary>Names of the files written.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt"];

    /// <summary>Writes an encoder.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="encoder">The encoder.</param>
    public static void Write(string directory, BaseEncoder encoder)
    {
        var metadata = Metadata();
        if (!encoder.IsPretrained)
        {
            metadata[InitializationKey] = RandomStart;
        }

        WriteVocabulary(directory, encoder.Vocabulary, encoder.LowerCase, encoder.Config.MaxPositions);
        WriteJson(Path.Combine(directory, "config.json"), Config(encoder.Config, "BertModel"));
        SafetensorsWriter.Write(Path.Combine(directory, "model.safetensors"), encoder.Weights.Tensors, metadata);
    }

    /// <summary>Writes a pretrained encoder with its masked-language-model head.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="head">The head's tensors by their names in a <c>BertForMaskedLM</c>.</param>
    public static void Write(string directory, BaseEncoder encoder, IEnumerable<Tensor> head)
    {
        WriteVocabulary(directory, encoder.Vocabulary, encoder.LowerCase, encoder.Config.MaxPositions);
        WriteJson(Path.Combine(directory, "config.json"), Config(encoder.Config, "BertForMaskedLM"));
        var tensors = encoder.Weights.Tensors.Select(tensor => new Tensor("bert." + tensor.Name, tensor.Shape, tensor.Data));
        SafetensorsWriter.Write(Path.Combine(directory, "model.safetensors"), tensors.Concat(head), Metadata());
    }

    /// <summary>Writes an encoder with its classifier.</summary>
    /// <param name="directory">The directory; created where missing.</param>
    /// <param name="model">The model.</param>
    public static void Write(string directory, ScoringModel model)
    {
        var config = Config(model.Config, "BertForSequenceClassification");
        config["problem_type"] = model.Head.Kind == HeadKind.MultiLabel ? "multi_label_classification" : "single_label_classification";
        config["id2label"] = new JsonObject(model.Head.Labels.Select((label, i) => KeyValuePair.Create(i.ToString(null as IFormatProvider), (JsonNode?)label)));
        config["label2id"] = new JsonObject(model.Head.Labels.Select((label, i) => KeyValuePair.Create(label, (JsonNode?)i)));
        var tensors = model.Weights.Tensors.Select(tensor => new Tensor("bert." + tensor.Name, tensor.Shape, tensor.Data))
            .Append(new Tensor("classifier.weight", [model.Head.Labels.Count, model.Head.FeatureCount], model.Head.Weight))
            .Append(new Tensor("classifier.bias", [model.Head.Labels.Count], model.Head.Bias));
        WriteVocabulary(directory, model.Vocabulary, model.LowerCase, model.Config.MaxPositions);
        WriteJson(Path.Combine(directory, "config.json"), config);
        SafetensorsWriter.Write(Path.Combine(directory, "model.safetensors"), tensors, Metadata());
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

    // Older versions of transformers refuse a file that does not name its framework.
    private static Dictionary<string, string> Metadata() => new(StringComparer.Ordinal) { ["format"] = "pt" };

    private static void WriteVocabulary(string directory, Vocabulary vocabulary, bool lowerCase, int maxPositions)
    {
        vocabulary.Save(Path.Combine(directory, "vocab.txt"));
        WriteJson(Path.Combine(directory, "tokenizer_config.json"), new JsonObject
        {
            ["do_lower_case"] = lowerCase,
            ["model_max_length"] = maxPositions,
            ["tokenizer_class"] = "BertTokenizer",
        });
    }

    private static JsonObject Config(EncoderConfig config, string architecture) => new()
    {
        ["architectures"] = new JsonArray(architecture),
        ["attention_probs_dropout_prob"] = config.AttentionDropout,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = config.HiddenDropout,
        ["hidden_size"] = config.HiddenSize,
        ["intermediate_size"] = config.IntermediateSize,
        ["layer_norm_eps"] = config.LayerNormEpsilon,
        ["max_position_embeddings"] = config.MaxPositions,
        ["model_type"] = "bert",
        ["num_attention_heads"] = config.HeadCount,
        ["num_hidden_layers"] = config.LayerCount,
        ["position_embedding_type"] = "absolute",
        ["type_vocab_size"] = config.TokenTypeCount,
        ["vocab_size"] = config.VocabularySize,
    };
}
