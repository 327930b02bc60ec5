using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>
/// Turns a text into the token numbers of a vocabulary, by WordPiece (Devlin et al., 2019) or byte-level BPE (Radford et al., 2019;
/// Liu et al., 2019) as the vocabulary demands. Special tokens in a text are text like any other. Thread-safe.
/// </summary>
/// <remarks>WordPiece: a word of more than <see cref="MaxWordLength"/> characters is [UNK], and counted.</remarks>
public sealed class TextTokenizer
{
    private readonly ConcurrentBag<TokenizerWorkspace> _workspaces = [];
    private readonly WordPieceSpeller? _wordPiece;
    private readonly BytePairTokenizer? _bytePairs;

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="lowerCase">Whether the model is uncased: lower case, no accents. Byte-level BPE knows only cased models.</param>
    public TextTokenizer(Vocabulary vocabulary, bool lowerCase = true)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
        if (vocabulary.Kind == TokenizerKind.ByteLevelBpe)
        {
            _bytePairs = new BytePairTokenizer(vocabulary.AddPrefixSpace);
            return;
        }

        LowerCase = lowerCase;
        _wordPiece = new WordPieceSpeller(vocabulary);
    }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased and lose their accents.</summary>
    public bool LowerCase { get; }

    /// <summary>
    /// WordPiece: longer words, in characters (not UTF-16 units), are [UNK]; the largest integer for byte-level BPE. 200 in the published
    /// tokenizer, 100 in that of <c>transformers</c>: see <see cref="Vocabulary.MaxWordLength"/>.
    /// </summary>
    public int MaxWordLength => Vocabulary.MaxWordLength;

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

    /// <summary>Encodes one text. The time is linear in its length; what lies beyond <paramref name="maxTokens"/> is not spelt.</summary>
    /// <param name="text">The text; an empty one gives [CLS] [SEP].</param>
    /// <param name="maxTokens">The longest result, at least 3.</param>
    /// <returns>[CLS] or &lt;s&gt;, the tokens of the text, [SEP] or &lt;/s&gt;, and what was lost.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is below 3.</exception>
    public TokenizedText Tokenize(string text, int maxTokens)
    {
        var ids = new List<int>();
        var (truncated, overlong) = Append(text, maxTokens, ids);
        return new TokenizedText([.. ids], truncated, overlong);
    }

    /// <summary>Adds the tokens of a text to a list; allocates nothing once work space and list have grown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">The most tokens, at least 3.</param>
    /// <param name="target">The list.</param>
    /// <returns>What <see cref="TokenizedText"/> says.</returns>
    internal (bool Truncated, int OverlongWords) Append(string text, int maxTokens, List<int> target)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 3);
        var work = _workspaces.TryTake(out var kept) ? kept : new TokenizerWorkspace(Vocabulary.BytePairs);
        var limit = maxTokens - 2;
        var overlong = 0;
        work.Pieces.Clear();
        if (_wordPiece is not null)
        {
            // Every word gives at least one token, so one word more than there is room for shows whether anything is cut.
            work.Characters.Clear();
            BertWordSplitter.Split(text, LowerCase, limit + 1, MaxWordLength, work.Characters);
            overlong = _wordPiece.Add(CollectionsMarshal.AsSpan(work.Characters), limit, work.Pieces);
        }
        else
        {
            _bytePairs!.Encode(text, limit, work);
        }

        var pieces = CollectionsMarshal.AsSpan(work.Pieces);
        var truncated = pieces.Length > limit;
        target.Add(Vocabulary.ClassificationId);
        target.AddRange(truncated ? pieces[..limit] : pieces);
        target.Add(Vocabulary.SeparatorId);
        _workspaces.Add(work);
        return (truncated, overlong);
    }
}
