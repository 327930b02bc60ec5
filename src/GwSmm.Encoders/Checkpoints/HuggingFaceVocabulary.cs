using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>The vocabulary and casing of a Hugging Face directory: <c>vocab.txt</c> or <c>tokenizer.json</c>, and <c>tokenizer_config.json</c>.</summary>
internal static class HuggingFaceVocabulary
{
    /// <summary>Reads the files.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The vocabulary, and whether texts are lower-cased and lose their accents.</returns>
    /// <exception cref="GwSmmException">There is no vocabulary, or it is not one of BERT's WordPiece.</exception>
    public static (Vocabulary Vocabulary, bool LowerCase) Load(string directory)
    {
        var plain = Path.Combine(directory, "vocab.txt");
        var fast = Path.Combine(directory, "tokenizer.json");
        var settings = Path.Combine(directory, "tokenizer_config.json");
        var tokenizer = File.Exists(fast) ? JsonText.Load(fast) : null;
        var vocabulary = File.Exists(plain) ? Vocabulary.Load(plain)
            : tokenizer is not null ? ReadTokens(tokenizer)
            : throw new GwSmmException($"Directory '{directory}' has neither vocab.txt nor tokenizer.json. Add the one that belongs to the model.");
        var normalizer = tokenizer is not null && tokenizer.TryGet("normalizer", out var element) && element.ValueKind == JsonValueKind.Object ? element : default;
        var lowerCase = Flag(normalizer, "lowercase") ?? true;
        var stripAccents = Flag(normalizer, "strip_accents");
        var separateChinese = Flag(normalizer, "handle_chinese_chars") ?? true;
        if (File.Exists(settings))
        {
            var json = JsonText.Load(settings);
            lowerCase = json.Boolean("do_lower_case") ?? lowerCase;
            stripAccents = json.Boolean("strip_accents") ?? stripAccents;
            separateChinese = json.Boolean("tokenize_chinese_chars") ?? separateChinese;
        }

        return separateChinese && (stripAccents ?? lowerCase) == lowerCase
            ? (vocabulary, lowerCase)
            : throw new GwSmmException($"Directory '{directory}': its tokenizer treats accents or Chinese characters in a way of its own (strip_accents, tokenize_chinese_chars); expected those of BERT, where only uncased models strip accents. Choose another checkpoint.");
    }

    private static bool? Flag(JsonElement normalizer, string key) =>
        normalizer.ValueKind == JsonValueKind.Object && normalizer.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    private static Vocabulary ReadTokens(JsonText json)
    {
        if (!json.TryGet("model", out var model) || model.ValueKind != JsonValueKind.Object
            || (model.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("WordPiece")))
            || !model.TryGetProperty("vocab", out var vocab) || vocab.ValueKind != JsonValueKind.Object)
        {
            throw json.Error("it holds no tokenizer of the type WordPiece with a vocab. Choose the checkpoint of a BERT model.");
        }

        if (model.TryGetProperty("continuing_subword_prefix", out var prefix) && !(prefix.ValueKind == JsonValueKind.String && prefix.ValueEquals("##")))
        {
            throw json.Error($"'continuing_subword_prefix' is {prefix.GetRawText()}; only \"##\" can be read. Choose the checkpoint of a BERT model.");
        }

        var tokens = new string?[vocab.GetPropertyCount()];
        foreach (var property in vocab.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out var id) || id < 0 || id >= tokens.Length || tokens[id] is not null)
            {
                throw json.Error($"the token '{property.Name}' has the number {property.Value.GetRawText()}; expected the numbers 0 to {tokens.Length - 1} once each.");
            }

            tokens[id] = property.Name;
        }

        return Vocabulary.Create(tokens!, json.Path);
    }
}
