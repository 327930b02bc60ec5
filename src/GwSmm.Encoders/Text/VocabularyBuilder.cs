using System.Text;

namespace GwSmm.Encoders;

/// <summary>
/// Makes a small vocabulary from texts: the special tokens, every character both as the start of a word and as its continuation,
/// and the most frequent lower-case words as wholes. So each word of the texts is one token or can be spelt.
/// </summary>
internal static class VocabularyBuilder
{
    // A word seen once teaches its own embedding nothing that its letters would not.
    private const int MinimumCount = 2;
    private static readonly string[] Specials = [Vocabulary.Padding, Vocabulary.Unknown, Vocabulary.Classification, Vocabulary.Separator, Vocabulary.Mask];

    /// <summary>Builds a vocabulary; the order of the texts does not matter.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="maxSize">The most tokens; where even the characters do not fit, the most frequent are kept.</param>
    /// <returns>The vocabulary.</returns>
    public static Vocabulary Build(IEnumerable<string> texts, int maxSize)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSize, Specials.Length + 2);
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        var characters = new Dictionary<Rune, long>();
        foreach (var text in texts)
        {
            Count(text, words, characters);
        }

        if (words.Count == 0)
        {
            throw new GwSmmException("No vocabulary can be built: the texts hold no word. Give texts in the language of the responses, or a vocab.txt.");
        }

        var alphabet = characters.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take((maxSize - Specials.Length) / 2).Select(pair => pair.Key).Order().Select(rune => rune.ToString()).ToList();
        var tokens = new List<string>(Specials);
        tokens.AddRange(alphabet);
        tokens.AddRange(alphabet.Select(character => "##" + character));
        var known = tokens.ToHashSet(StringComparer.Ordinal);
        tokens.AddRange(words.Where(pair => pair.Value >= MinimumCount && !known.Contains(pair.Key))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key).Take(maxSize - tokens.Count));
        return Vocabulary.Create(tokens, "built from texts");
    }

    private static void Count(string text, Dictionary<string, long> words, Dictionary<Rune, long> characters)
    {
        foreach (var word in BertWordSplitter.Split(text, lowerCase: true).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            words[word] = words.GetValueOrDefault(word) + 1;
            foreach (var rune in word.EnumerateRunes())
            {
                characters[rune] = characters.GetValueOrDefault(rune) + 1;
            }
        }
    }
}
