using System.Globalization;
using System.Text;

namespace GwSmm.Encoders.Tests.Text;

/// <summary>
/// BERT's tokenizer as it is published (google-research/bert, tokenization.py), step by step and slow: clean, put spaces round Chinese
/// characters, split, lower the case and drop marks, split at punctuation, spell greedily. Knows the decompositions that the tests need.
/// </summary>
internal sealed class ReferenceBertTokenizer(IReadOnlyList<string> tokens, bool lowerCase, int maxWordLength)
{
    private static readonly Dictionary<string, string> Decompositions = new(StringComparer.Ordinal)
    {
        ["é"] = "e\u0301",
        ["ё"] = "е\u0308",
        ["ñ"] = "n\u0303",
        ["ế"] = "e\u0302\u0301",
        ["한"] = "ᄒ\u1161\u11AB",
    };

    private readonly Dictionary<string, int> _ids = tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id, StringComparer.Ordinal);

    /// <summary>The tokens of a text between [CLS] and [SEP].</summary>
    public int[] Encode(string text)
    {
        var clean = Characters(text).Where(character => !IsDropped(character)).Select(character => IsSpace(character) ? " " : IsChinese(character) ? $" {character} " : character);
        var words = string.Concat(clean).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [_ids["[CLS]"], .. words.Select(Fold).SelectMany(SplitAtPunctuation).SelectMany(Spell), _ids["[SEP]"]];
    }

    private static List<string> Characters(string text) => [.. text.EnumerateRunes().Select(rune => rune.ToString())];

    private static UnicodeCategory Category(string character) => CharUnicodeInfo.GetUnicodeCategory(character, 0);

    private static int Code(string character) => Rune.GetRuneAt(character, 0).Value;

    private static bool IsSpace(string character) => character is "\t" or "\n" or "\r"
        || Category(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsDropped(string character) => character is "\0" or "\uFFFD"
        || (character is not ("\t" or "\n" or "\r") && Category(character) is UnicodeCategory.Control or UnicodeCategory.Format);

    private static bool IsPunctuation(string character) =>
        (Code(character) is > 32 and < 127 && !char.IsAsciiLetterOrDigit(character[0])) || Category(character) is UnicodeCategory.ConnectorPunctuation
            or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private static bool IsChinese(string character)
    {
        (int First, int Last)[] blocks =
        [
            (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
        ];
        return blocks.Any(block => Code(character) >= block.First && Code(character) <= block.Last);
    }

    private static IEnumerable<string> SplitAtPunctuation(string word)
    {
        var spaced = string.Concat(Characters(word).Select(character => IsPunctuation(character) ? $" {character} " : character));
        return spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private string Fold(string word)
    {
        if (!lowerCase)
        {
            return word;
        }

        var decomposed = string.Concat(Characters(word.ToLowerInvariant()).Select(character => Decompositions.GetValueOrDefault(character, character)));
        return string.Concat(Characters(decomposed).Where(character => Category(character) != UnicodeCategory.NonSpacingMark));
    }

    private List<int> Spell(string word)
    {
        var characters = Characters(word);
        var pieces = new List<int>();
        for (var start = 0; start < characters.Count;)
        {
            var end = characters.Count;
            while (end > start && !_ids.ContainsKey(Piece(characters, start, end)))
            {
                end--;
            }

            if (end == start || characters.Count > maxWordLength)
            {
                return [_ids["[UNK]"]];
            }

            pieces.Add(_ids[Piece(characters, start, end)]);
            start = end;
        }

        return pieces;
    }

    private static string Piece(List<string> characters, int start, int end) => (start > 0 ? "##" : string.Empty) + string.Concat(characters[start..end]);
}
