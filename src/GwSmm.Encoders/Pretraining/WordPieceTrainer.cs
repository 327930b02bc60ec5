using System.Text;

namespace GwSmm.Encoders;

/// <summary>
/// Makes a WordPiece vocabulary from texts: starts with characters and joins the most frequent pair of neighbouring pieces again and again
/// (Sennrich, Haddow and Birch, 2016), with ## before every piece that continues a word (Schuster and Nakajima, 2012). Thread-safe.
/// </summary>
/// <remarks>
/// The frequency of a pair decides, not its likelihood ratio, which prefers pairs of rare characters. Among equals the pair that is
/// first in ordinal order is joined, so the order of the texts does not matter. Words are cut as <see cref="TextTokenizer"/> cuts them.
/// </remarks>
public sealed class WordPieceTrainer
{
    /// <summary>Before a piece that continues a word.</summary>
    internal const string Continuation = "##";

    private static readonly string[] Specials = [Vocabulary.Padding, Vocabulary.Unknown, Vocabulary.Classification, Vocabulary.Separator, Vocabulary.Mask];
    private readonly WordPieceOptions _options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options; null takes the defaults.</param>
    /// <exception cref="GwSmmException">An option is out of its range.</exception>
    public WordPieceTrainer(WordPieceOptions? options = null)
    {
        _options = options ?? new WordPieceOptions();
        _options.Validate();
    }

    /// <summary>Makes a vocabulary: special tokens, characters at the start of a word, characters inside, joined pieces in the order of joining.</summary>
    /// <param name="texts">Texts in the language of the responses.</param>
    /// <param name="cancellationToken">Looked at before every text and every joining.</param>
    /// <returns>At most <see cref="WordPieceOptions.Size"/> tokens; fewer where no pair is frequent enough.</returns>
    /// <exception cref="GwSmmException">There is no word in the texts.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Vocabulary Train(IEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var words = Count(texts, cancellationToken);
        if (words.Count == 0)
        {
            throw new GwSmmException("No vocabulary can be made: the texts hold no word. Give texts in the language of the responses.");
        }

        var alphabet = Alphabet(words, Math.Min(_options.AlphabetSize, (_options.Size - Specials.Length) / 2));
        var known = alphabet.ToHashSet(StringComparer.Ordinal);
        var tokens = new List<string>([.. Specials, .. alphabet, .. alphabet.Select(character => Continuation + character)]);
        var spelt = words.Select(pair => (Pieces: Spell(pair.Key), pair.Value))
            .Where(word => word.Pieces.TrueForAll(piece => known.Contains(piece.StartsWith(Continuation, StringComparison.Ordinal) && piece.Length > Continuation.Length ? piece[Continuation.Length..] : piece)));
        var merges = new WordPieceMerges(spelt);
        var listed = tokens.ToHashSet(StringComparer.Ordinal);
        while (tokens.Count < _options.Size && merges.Next(_options.MinimumCount) is { } piece)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The same piece can come about in several ways.
            if (listed.Add(piece))
            {
                tokens.Add(piece);
            }
        }

        return Vocabulary.Create(tokens, "trained on texts").WithMaxWordLength(_options.MaxWordLength);
    }

    /// <summary>The characters of a word as pieces.</summary>
    internal static List<string> Spell(string word) =>
        [.. word.EnumerateRunes().Select((rune, i) => i == 0 ? rune.ToString() : Continuation + rune)];

    private static List<string> Alphabet(Dictionary<string, long> words, int size)
    {
        var characters = new Dictionary<Rune, long>();
        foreach (var (word, count) in words)
        {
            foreach (var rune in word.EnumerateRunes())
            {
                characters[rune] = characters.GetValueOrDefault(rune) + count;
            }
        }

        return [.. characters.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(size).Select(pair => pair.Key).Order().Select(rune => rune.ToString())];
    }

    private Dictionary<string, long> Count(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var word in BertWordSplitter.Split(text, _options.LowerCase).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                // Longer words are [UNK] anyway.
                if (word.Length <= _options.MaxWordLength || word.EnumerateRunes().Count() <= _options.MaxWordLength)
                {
                    words[word] = words.GetValueOrDefault(word) + 1;
                }
            }
        }

        return words;
    }
}
