using System.Text;
using Microsoft.ML.Tokenizers;

namespace GwSmm.Encoders;

/// <summary>
/// Turns a text into the token numbers of a vocabulary, by WordPiece (Devlin et al., 2019) or byte-level BPE (Radford et al., 2019;
/// Liu et al., 2019) as the vocabulary demands. Special tokens in a text are text like any other. Thread-safe.
/// </summary>
/// <remarks>
/// <see cref="BertTokenizer"/> does the WordPiece part. Words are cut before it, since its own basic tokenization differs from
/// BERT's: it joins words across line breaks, drops symbols such as $, +, = and emoji, keeps accents unless asked and then needs
/// a culture library, does not split at underscores, and takes "[SEP]" written by a student for the separator.
/// A word of more than 100 characters is [UNK], as in Hugging Face, and counted.
/// </remarks>
public sealed class TextTokenizer
{
    /// <summary>WordPiece: longer words, in characters (not UTF-16 units), are [UNK].</summary>
    internal const int MaxWordLength = 100;

    private readonly BertTokenizer? _wordPiece;
    private readonly BytePairTokenizer? _bytePairs;

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="lowerCase">Whether the model is uncased: lower case, no accents. Byte-level BPE knows only cased models.</param>
    public TextTokenizer(Vocabulary vocabulary, bool lowerCase = true)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
        if (vocabulary.BytePairs is { } merges)
        {
            _bytePairs = new BytePairTokenizer(merges, vocabulary.AddPrefixSpace);
            return;
        }

        LowerCase = lowerCase;
        using var stream = new MemoryStream(vocabulary.ToUtf8());
        _wordPiece = BertTokenizer.Create(stream, new BertOptions
        {
            ApplyBasicTokenization = false,
            SplitOnSpecialTokens = false,
            LowerCaseBeforeTokenization = false,

            // It counts UTF-16 units; longer words never come to it.
            MaxInputCharsPerWord = 2 * MaxWordLength,

            // BertTokenizer demands a mask token; a vocabulary that is only read by scoring models need not have one.
            MaskingToken = vocabulary.TryGetId("[MASK]", out _) ? "[MASK]" : Vocabulary.Unknown,
        });
    }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased and lose their accents.</summary>
    public bool LowerCase { get; }

    /// <summary>Encodes one text; see <see cref="Tokenize"/>.</summary>
    /// <param name="text">The text; an empty one gives [CLS] [SEP].</param>
    /// <param name="maxTokens">The longest result, at least 3.</param>
    /// <param name="truncated">Whether tokens were cut off at the end.</param>
    /// <returns>[CLS] or &lt;s&gt;, the tokens of the text, [SEP] or &lt;/s&gt;.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is below 3.</exception>
    public int[] Encode(string text, int maxTokens, out bool truncated)
    {
        var result = Tokenize(text, maxTokens);
        truncated = result.Truncated;
        return result.Ids;
    }

    /// <summary>Encodes one text. The time is linear in its length; what lies beyond <paramref name="maxTokens"/> is not looked at.</summary>
    /// <param name="text">The text; an empty one gives [CLS] [SEP].</param>
    /// <param name="maxTokens">The longest result, at least 3.</param>
    /// <returns>[CLS] or &lt;s&gt;, the tokens of the text, [SEP] or &lt;/s&gt;, and what was lost.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is below 3.</exception>
    public TokenizedText Tokenize(string text, int maxTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 3);
        var overlong = 0;
        var pieces = _bytePairs?.Encode(text, maxTokens - 2) ?? WordPieces(text, maxTokens, out overlong);
        var kept = Math.Min(pieces.Count, maxTokens - 2);
        var ids = new int[kept + 2];
        ids[0] = Vocabulary.ClassificationId;
        for (var i = 0; i < kept; i++)
        {
            ids[i + 1] = pieces[i];
        }

        ids[^1] = Vocabulary.SeparatorId;
        return new TokenizedText(ids, kept < pieces.Count, overlong);
    }

    private IReadOnlyList<int> WordPieces(string text, int maxTokens, out int overlong)
    {
        // Every word gives at least one token, so one word more than there is room for shows whether anything is cut.
        var words = BertWordSplitter.Split(text, LowerCase, maxTokens - 1, MaxWordLength, Vocabulary.Unknown, out overlong);
        return _wordPiece!.EncodeToIds(words, addSpecialTokens: false);
    }
}
