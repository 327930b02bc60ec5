using System.Text.Json.Nodes;

namespace GwSmm.Encoders;

/// <summary>
/// The <c>tokenizer.json</c> of a WordPiece vocabulary, for the fast tokenizers of <c>transformers</c>: the only file of a directory that says
/// how long a word may be.
/// </summary>
internal static class HuggingFaceTokenizer
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>The key of the longest word, in <c>model</c>.</summary>
    public const string MaxWordLengthKey = "max_input_chars_per_word";

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">A vocabulary of WordPiece.</param>
    /// <param name="lowerCase">Whether texts are lower-cased and lose their accents.</param>
    public static void Write(string path, Vocabulary vocabulary, bool lowerCase)
    {
        string[] specials = [Vocabulary.Padding, Vocabulary.Unknown, Vocabulary.Classification, Vocabulary.Separator, Vocabulary.Mask];
        HuggingFaceWriter.WriteJson(path, new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. specials.Where(token => vocabulary.TryGetId(token, out _)).OrderBy(token => IdOf(vocabulary, token)).Select(token => Special(vocabulary, token))]),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = null,
                ["lowercase"] = lowerCase,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "BertProcessing",
                ["sep"] = new JsonArray(Vocabulary.Separator, vocabulary.SeparatorId),
                ["cls"] = new JsonArray(Vocabulary.Classification, vocabulary.ClassificationId),
            },
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = WordPieceTrainer.Continuation, ["cleanup"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = Vocabulary.Unknown,
                ["continuing_subword_prefix"] = WordPieceTrainer.Continuation,
                [MaxWordLengthKey] = vocabulary.MaxWordLength,
                ["vocab"] = new JsonObject(vocabulary.Tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
            },
        });
    }

    private static int IdOf(Vocabulary vocabulary, string token) => vocabulary.TryGetId(token, out var id) ? id : -1;

    private static JsonObject Special(Vocabulary vocabulary, string token) => new()
    {
        ["id"] = IdOf(vocabulary, token),
        ["content"] = token,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };
}
