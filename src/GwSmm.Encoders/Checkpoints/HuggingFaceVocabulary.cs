using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>
/// The vocabulary and casing of a Hugging Face directory: <c>vocab.txt</c>, <c>tokenizer.json</c> or <c>vocab.json</c> with
/// <c>merges.txt</c>, and <c>tokenizer_config.json</c>. The longest word is what <c>tokenizer.json</c> says, else the 100 of <c>transformers</c>.
/// </summary>
internal static class HuggingFaceVocabulary
{
    private const string PlainName = "vocab.txt";
    private const string SettingsName = "tokenizer_config.json";

    /// <summary>Reads the files.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="preferBytePairs">Whether files of byte-level BPE are looked for before those of WordPiece.</param>
    /// <returns>The vocabulary, and whether texts are lower-cased and lose their accents.</returns>
    /// <exception cref="GwSmmException">There is no vocabulary, or it is neither WordPiece as in BERT nor byte-level BPE as in RoBERTa.</exception>
    public static (Vocabulary Vocabulary, bool LowerCase) Load(string directory, bool preferBytePairs)
    {
        string[] order = preferBytePairs ? [HuggingFaceBytePairs.TokensName, HuggingFaceTokenizer.FileName, PlainName] : [PlainName, HuggingFaceTokenizer.FileName, HuggingFaceBytePairs.TokensName];
        var name = Array.Find(order, name => File.Exists(Path.Combine(directory, name)))
            ?? throw new GwSmmException(Directory.EnumerateFiles(directory, "*.model").FirstOrDefault() is { } other
                ? $"Directory '{directory}' has only '{Path.GetFileName(other)}' for a tokenizer: SentencePiece, which is not read. Choose a checkpoint with WordPiece (vocab.txt) or byte-level BPE (tokenizer.json)."
                : $"Directory '{directory}' has neither vocab.txt nor tokenizer.json nor vocab.json. Add the one that belongs to the model.");
        var settings = File.Exists(Path.Combine(directory, SettingsName)) ? JsonText.Load(Path.Combine(directory, SettingsName)) : null;
        var tokenizer = LoadTokenizer(Path.Combine(directory, HuggingFaceTokenizer.FileName), forTokens: string.Equals(name, HuggingFaceTokenizer.FileName, StringComparison.Ordinal));
        var vocabulary = name switch
        {
            PlainName => Vocabulary.Load(Path.Combine(directory, PlainName)).WithMaxWordLength(MaxWordLength(tokenizer)),
            HuggingFaceTokenizer.FileName => Read(tokenizer!, settings),
            _ => HuggingFaceBytePairs.LoadPair(directory, AddPrefixSpace(settings) ?? AddPrefixSpace(tokenizer) ?? false),
        };
        return (vocabulary, vocabulary.Kind == TokenizerKind.WordPiece ? LowerCase(directory, tokenizer, settings) : CheckCased(settings));
    }

    private static JsonText? LoadTokenizer(string path, bool forTokens) =>
        !File.Exists(path) ? null : forTokens ? JsonText.Load(path) : JsonText.LoadWithout(path, "vocab", "merges");

    private static Vocabulary Read(JsonText json, JsonText? settings)
    {
        var type = json.TryGet("model", out var model) && model.ValueKind == JsonValueKind.Object && model.TryGetProperty("type", out var element) && element.ValueKind == JsonValueKind.String
            ? element.GetString()
            : null;
        return type switch
        {
            "BPE" => HuggingFaceBytePairs.Load(json, model, AddPrefixSpace(settings)),
            "Unigram" => throw json.Error("it holds a tokenizer of the type Unigram (SentencePiece), which is not read. Choose a checkpoint with WordPiece or byte-level BPE."),
            _ => ReadWordPiece(json, model),
        };
    }

    private static bool? AddPrefixSpace(JsonText? json)
    {
        if (json is null)
        {
            return null;
        }

        return json.TryGet("pre_tokenizer", out var splitter) ? Flag(splitter, "add_prefix_space") : json.Boolean("add_prefix_space");
    }

    private static bool CheckCased(JsonText? settings) => settings?.Boolean("do_lower_case") == true
        ? throw settings.Error("'do_lower_case' is true; a tokenizer of byte-level BPE keeps the case. Choose another checkpoint.")
        : false;

    private static bool LowerCase(string directory, JsonText? tokenizer, JsonText? settings)
    {
        var normalizer = tokenizer is not null && tokenizer.TryGet("normalizer", out var element) && element.ValueKind == JsonValueKind.Object ? element : default;
        var lowerCase = settings?.Boolean("do_lower_case") ?? Flag(normalizer, "lowercase") ?? true;
        var stripAccents = settings?.Boolean("strip_accents") ?? Flag(normalizer, "strip_accents");
        var separateChinese = settings?.Boolean("tokenize_chinese_chars") ?? Flag(normalizer, "handle_chinese_chars") ?? true;
        return separateChinese && (stripAccents ?? lowerCase) == lowerCase
            ? lowerCase
            : throw new GwSmmException($"Directory '{directory}': its tokenizer treats accents or Chinese characters in a way of its own (strip_accents, tokenize_chinese_chars); expected those of BERT, where only uncased models strip accents. Choose another checkpoint.");
    }

    private static bool? Flag(JsonElement normalizer, string key) =>
        normalizer.ValueKind == JsonValueKind.Object && normalizer.TryGetProperty(key, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    private static Vocabulary ReadWordPiece(JsonText json, JsonElement model)
    {
        if (model.ValueKind != JsonValueKind.Object || (model.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("WordPiece")))
            || !model.TryGetProperty("vocab", out var vocab) || vocab.ValueKind != JsonValueKind.Object)
        {
            throw json.Error("it holds no tokenizer of the type WordPiece or BPE with a vocab. Choose the checkpoint of a BERT model.");
        }

        if (model.TryGetProperty("continuing_subword_prefix", out var prefix) && !(prefix.ValueKind == JsonValueKind.String && prefix.ValueEquals("##")))
        {
            throw json.Error($"'continuing_subword_prefix' is {prefix.GetRawText()}; only \"##\" can be read. Choose the checkpoint of a BERT model.");
        }

        return Vocabulary.Create(HuggingFaceBytePairs.Tokens(json, vocab), json.Path).WithMaxWordLength(MaxWordLength(json));
    }

    private static int MaxWordLength(JsonText? tokenizer)
    {
        if (tokenizer is null || !tokenizer.TryGet("model", out var model) || model.ValueKind != JsonValueKind.Object
            || !model.TryGetProperty(HuggingFaceTokenizer.MaxWordLengthKey, out var longest))
        {
            return Vocabulary.UnstatedMaxWordLength;
        }

        return longest.ValueKind == JsonValueKind.Number && longest.TryGetInt32(out var number) && number >= 1
            ? number
            : throw tokenizer.Error($"'{HuggingFaceTokenizer.MaxWordLengthKey}' is {longest.GetRawText()}; expected an integer from 1 to {int.MaxValue}, mostly 100. Use the file that belongs to the checkpoint.");
    }
}
