using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>A <c>config.json</c> of a model of a known family: the architecture, and the labels of a classifier where there are some.</summary>
internal sealed class HuggingFaceConfig
{
    private const int MostRows = 10_000_000;
    private const int MostChannels = 65_536;

    private static readonly Dictionary<string, HiddenActivation> Activations = new(StringComparer.Ordinal)
    {
        ["gelu"] = HiddenActivation.Gelu,
        ["gelu_python"] = HiddenActivation.Gelu,
        ["gelu_new"] = HiddenActivation.GeluTanh,
        ["gelu_fast"] = HiddenActivation.GeluTanh,
        ["gelu_pytorch_tanh"] = HiddenActivation.GeluTanh,
    };

    private HuggingFaceConfig(string path, ArchitectureNaming naming, EncoderConfig encoder, int unusedPositions, IReadOnlyList<string>? labels, string? problemType)
    {
        Path = path;
        Naming = naming;
        UnusedPositions = unusedPositions;
        Encoder = encoder;
        Labels = labels;
        ProblemType = problemType;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The family.</summary>
    public ArchitectureNaming Naming { get; }

    /// <summary>Rows of the position embedding that stand before that of the first position.</summary>
    public int UnusedPositions { get; }

    /// <summary>The architecture without pooler, of which only the tensors tell.</summary>
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
        var type = json.Text("model_type");
        var naming = ArchitectureNaming.All.FirstOrDefault(naming => string.Equals(naming.ModelType, type, StringComparison.Ordinal))
            ?? throw json.Error($"'model_type' is {Quoted(type)}; only {Listed(ArchitectureNaming.All.Select(naming => naming.ModelType))} can be run. Choose the checkpoint of such an encoder, such as bert-base-uncased.");
        if (json.Text("position_embedding_type") is { } positions && !string.Equals(positions, "absolute", StringComparison.Ordinal))
        {
            throw json.Error($"'position_embedding_type' is '{positions}'; only 'absolute' can be run. Choose another checkpoint.");
        }

        if (json.Boolean("is_decoder") == true)
        {
            throw json.Error("'is_decoder' is true; only encoders can score. Choose the checkpoint of an encoder.");
        }

        var unused = naming.CountsFromPadding ? json.Int32("pad_token_id", 0, MostChannels, 1) + 1 : 0;
        var encoder = new EncoderConfig
        {
            VocabularySize = json.Int32("vocab_size", 1, MostRows),
            HiddenSize = json.Int32(naming.Key("hidden_size"), 1, MostChannels),
            LayerCount = json.Int32(naming.Key("num_hidden_layers"), 1, 1000),
            HeadCount = json.Int32(naming.Key("num_attention_heads"), 1, MostChannels),
            IntermediateSize = json.Int32(naming.Key("intermediate_size"), 1, 16 * MostChannels),
            MaxPositions = json.Int32("max_position_embeddings", 3 + unused, MostRows, 512 + unused) - unused,
            TokenTypeCount = naming.HasTokenTypes ? json.Int32("type_vocab_size", 1, 1000, 2) : 0,
            LayerNormEpsilon = naming.HasNormEpsilon ? json.Double("layer_norm_eps", 0, 1, 1e-12) : 1e-12,
            HiddenDropout = json.Double(naming.Key("hidden_dropout_prob"), 0, 1, 0.1),
            AttentionDropout = json.Double(naming.Key("attention_probs_dropout_prob"), 0, 1, 0.1),
            Activation = Activation(json, naming.Key("hidden_act")),
            EmbeddingSize = naming.HasEmbeddingSize ? json.Int32("embedding_size", 1, MostChannels) : null,
            Family = naming.Family,
        };
        encoder = encoder.HasProjection ? encoder : encoder with { EmbeddingSize = null };
        return encoder.HiddenSize % encoder.HeadCount == 0
            ? new HuggingFaceConfig(path, naming, encoder, unused, ReadLabels(json), json.Text("problem_type"))
            : throw json.Error($"'{naming.Key("hidden_size")}' is {encoder.HiddenSize}, which '{naming.Key("num_attention_heads")}', {encoder.HeadCount}, does not divide. Use the file that belongs to the checkpoint.");
    }

    private static HiddenActivation Activation(JsonText json, string key)
    {
        var name = json.Text(key) ?? "gelu";
        return Activations.TryGetValue(name, out var activation)
            ? activation
            : throw json.Error($"'{key}' is '{name}'; only {Listed(Activations.Keys)} can be run. Choose another checkpoint.");
    }

    private static string Quoted(string? text) => text is null ? "missing" : $"'{text}'";

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(Quoted));

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
