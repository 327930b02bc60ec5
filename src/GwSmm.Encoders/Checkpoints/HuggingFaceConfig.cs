using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>A <c>config.json</c> of a BERT model: the architecture, and the labels of a classifier where there are some.</summary>
internal sealed class HuggingFaceConfig
{
    private const int MostRows = 10_000_000;
    private const int MostChannels = 65_536;

    private HuggingFaceConfig(string path, EncoderConfig encoder, IReadOnlyList<string>? labels, string? problemType)
    {
        Path = path;
        Encoder = encoder;
        Labels = labels;
        ProblemType = problemType;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The architecture; whether there is a pooler only the tensors tell.</summary>
    public EncoderConfig Encoder { get; }

    /// <summary>The labels of <c>id2label</c> in order; null where there is none.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary><c>problem_type</c>; null where there is none.</summary>
    public string? ProblemType { get; }

    /// <summary>Reads and checks a file; nothing is allocated by the sizes it states.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="GwSmmException">It is no BERT encoder that this library runs, or a value is out of bounds.</exception>
    public static HuggingFaceConfig Load(string path)
    {
        var json = JsonText.Load(path);
        Demand(json, "model_type", "bert", fallback: null);
        Demand(json, "hidden_act", "gelu", fallback: "gelu");
        Demand(json, "position_embedding_type", "absolute", fallback: "absolute");
        if (json.Boolean("is_decoder") == true)
        {
            throw json.Error("'is_decoder' is true; only encoders can score. Choose the checkpoint of an encoder.");
        }

        var encoder = new EncoderConfig
        {
            VocabularySize = json.Int32("vocab_size", 1, MostRows),
            HiddenSize = json.Int32("hidden_size", 1, MostChannels),
            LayerCount = json.Int32("num_hidden_layers", 1, 1000),
            HeadCount = json.Int32("num_attention_heads", 1, MostChannels),
            IntermediateSize = json.Int32("intermediate_size", 1, 16 * MostChannels),
            MaxPositions = json.Int32("max_position_embeddings", 3, MostRows, 512),
            TokenTypeCount = json.Int32("type_vocab_size", 1, 1000, 2),
            LayerNormEpsilon = json.Double("layer_norm_eps", 0, 1, 1e-12),
            HiddenDropout = json.Double("hidden_dropout_prob", 0, 1, 0.1),
            AttentionDropout = json.Double("attention_probs_dropout_prob", 0, 1, 0.1),
        };
        return encoder.HiddenSize % encoder.HeadCount == 0
            ? new HuggingFaceConfig(path, encoder, ReadLabels(json), json.Text("problem_type"))
            : throw json.Error($"'hidden_size' is {encoder.HiddenSize}, which 'num_attention_heads', {encoder.HeadCount}, does not divide. Use the file that belongs to the checkpoint.");
    }

    private static void Demand(JsonText json, string key, string expected, string? fallback)
    {
        var found = json.Text(key) ?? fallback;
        if (!string.Equals(found, expected, StringComparison.Ordinal))
        {
            throw json.Error($"'{key}' is {(found is null ? "missing" : $"'{found}'")}; only '{expected}' can be run. Choose a checkpoint of a BERT encoder, such as bert-base-uncased.");
        }
    }

    private static string[]? ReadLabels(JsonText json)
    {
        if (!json.TryGet("id2label", out var map))
        {
            return null;
        }

        var labels = map.ValueKind == JsonValueKind.Object ? new string?[map.GetPropertyCount()] : throw json.Error("'id2label' is no object in braces.");
        foreach (var property in map.EnumerateObject())
        {
            if (!int.TryParse(property.Name, out var id) || id < 0 || id >= labels.Length || labels[id] is not null || property.Value.ValueKind != JsonValueKind.String)
            {
                throw json.Error($"'id2label' holds \"{property.Name}\": {property.Value.GetRawText()}; expected the numbers 0 to {labels.Length - 1} once each, with a text.");
            }

            labels[id] = property.Value.GetString();
        }

        var repeated = labels.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return repeated is null ? [.. labels.Select(label => label!)] : throw json.Error($"'id2label' has the label '{repeated.Key}' twice; labels must differ.");
    }
}
