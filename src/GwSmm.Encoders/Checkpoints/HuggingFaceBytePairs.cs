using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>
/// The files of a byte-level BPE: <c>vocab.json</c> with <c>merges.txt</c>, or a <c>tokenizer.json</c> of the type BPE. Settings that
/// would give other tokens than those of RoBERTa are refused.
/// </summary>
internal static class HuggingFaceBytePairs
{
    /// <summary>The file of the tokens.</summary>
    public const string TokensName = "vocab.json";

    /// <summary>The file of the merges.</summary>
    public const string MergesName = "merges.txt";

    /// <summary>The first line of a <c>merges.txt</c>.</summary>
    public const string MergesHeader = "#version: 0.2";

    /// <summary>Reads the two files.</summary>
    /// <param name="directory">A directory that has the first.</param>
    /// <param name="addPrefixSpace">Whether a text is treated as if it began with a space.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="GwSmmException">A file is missing or malformed, or the two do not belong together.</exception>
    public static Vocabulary LoadPair(string directory, bool addPrefixSpace)
    {
        var json = JsonText.Load(Path.Combine(directory, TokensName));
        var path = Path.Combine(directory, MergesName);
        if (!File.Exists(path))
        {
            throw json.Error($"it needs a {MergesName} beside it, which is missing. Add the one that belongs to the model.");
        }

        var tokens = Tokens(json, json.Root);
        var added = Path.Combine(directory, "added_tokens.json");
        if (File.Exists(added))
        {
            var known = tokens.ToHashSet(StringComparer.Ordinal);
            var extra = JsonText.Load(added);
            if (extra.Root.EnumerateObject().FirstOrDefault(property => !known.Contains(property.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
            {
                throw extra.Error($"the token '{other.Name}' is added to those of {TokensName}; added tokens are not found in texts here. Choose a checkpoint without, or its tokenizer.json.");
            }
        }

        var lines = Utf8Lines.Read(path).ConvertAll(line => line.TrimEnd('\r'));
        lines.RemoveAll(string.IsNullOrEmpty);

        // "#" is a token as well, so only the first line can be a comment.
        var start = lines.Count > 0 && lines[0].StartsWith("#version", StringComparison.Ordinal) ? 1 : 0;
        return Vocabulary.CreateBytePairs(tokens, lines[start..], addPrefixSpace, json.Path);
    }

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <param name="json">The file.</param>
    /// <param name="model">Its <c>model</c>, of the type BPE.</param>
    /// <param name="addPrefixSpace">Whether a text is treated as if it began with a space; null takes what the file says.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="GwSmmException">It is malformed or no byte-level BPE.</exception>
    public static Vocabulary Load(JsonText json, JsonElement model, bool? addPrefixSpace)
    {
        foreach (var (key, value) in model.EnumerateObject().Select(property => (property.Name, property.Value)))
        {
            var isDefault = value.ValueKind is JsonValueKind.Null or JsonValueKind.False
                || (value.ValueKind == JsonValueKind.String && value.ValueEquals(string.Empty))
                || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == 0);
            if (key is "dropout" or "continuing_subword_prefix" or "end_of_word_suffix" or "byte_fallback" or "ignore_merges" && !isDefault)
            {
                throw json.Error($"'{key}' is {value.GetRawText()}; only byte-level BPE without it is read, as that of RoBERTa. Choose another checkpoint.");
            }
        }

        if (json.TryGet("normalizer", out var normalizer))
        {
            throw json.Error($"it has a normalizer ({Kind(normalizer)}); byte-level BPE as that of RoBERTa has none. Choose another checkpoint.");
        }

        if (!json.TryGet("pre_tokenizer", out var splitter) || !string.Equals(Kind(splitter), "ByteLevel", StringComparison.Ordinal)
            || (splitter.TryGetProperty("use_regex", out var regex) && regex.ValueKind != JsonValueKind.True))
        {
            throw json.Error("its pre_tokenizer is not ByteLevel with GPT-2's pattern, as that of RoBERTa. Choose another checkpoint.");
        }

        if (!model.TryGetProperty("vocab", out var vocab) || vocab.ValueKind != JsonValueKind.Object
            || !model.TryGetProperty("merges", out var merges) || merges.ValueKind != JsonValueKind.Array)
        {
            throw json.Error("its model has no vocab in braces or no merges in brackets. Copy it again from the model.");
        }

        var prefix = addPrefixSpace ?? (splitter.TryGetProperty("add_prefix_space", out var flag) && flag.ValueKind == JsonValueKind.True);
        return Vocabulary.CreateBytePairs(WithAdded(json, Tokens(json, vocab)), [.. merges.EnumerateArray().Select(merge => Merge(json, merge))], prefix, json.Path);
    }

    /// <summary>Sorts tokens by their numbers.</summary>
    /// <param name="json">The file, for messages.</param>
    /// <param name="vocab">Tokens and numbers.</param>
    /// <returns>The tokens.</returns>
    /// <exception cref="GwSmmException">The numbers are not 0 to n - 1, once each.</exception>
    public static string[] Tokens(JsonText json, JsonElement vocab)
    {
        var tokens = new string?[vocab.GetPropertyCount()];
        foreach (var property in vocab.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out var id) || id < 0 || id >= tokens.Length || tokens[id] is not null)
            {
                throw json.Error($"the token '{property.Name}' has the number {property.Value.GetRawText()}; expected the numbers 0 to {tokens.Length - 1} once each.");
            }

            tokens[id] = property.Name;
        }

        return tokens!;
    }

    private static string Kind(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "of no type";

    private static string Merge(JsonText json, JsonElement merge) => merge.ValueKind == JsonValueKind.String ? merge.GetString()!
        : merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2 && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String
            ? $"{merge[0].GetString()} {merge[1].GetString()}"
        : throw json.Error($"the merge {merge.GetRawText()} is neither a text nor a pair of texts. Copy it again from the model.");

    // Special tokens may stand behind the vocabulary; others would have to be found in texts.
    private static List<string> WithAdded(JsonText json, string[] tokens)
    {
        var all = tokens.ToList();
        if (!json.TryGet("added_tokens", out var added) || added.ValueKind != JsonValueKind.Array)
        {
            return all;
        }

        var known = tokens.ToHashSet(StringComparer.Ordinal);
        foreach (var token in added.EnumerateArray())
        {
            var content = token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Empty;
            if (known.Contains(content))
            {
                continue;
            }

            if (!token.TryGetProperty("special", out var special) || special.ValueKind != JsonValueKind.True
                || !token.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !id.TryGetInt32(out var number) || number != all.Count)
            {
                throw json.Error($"the token '{content}' is added to those of the model; only special tokens with the numbers after these can be read. Choose another checkpoint.");
            }

            all.Add(content);
        }

        return all;
    }
}
