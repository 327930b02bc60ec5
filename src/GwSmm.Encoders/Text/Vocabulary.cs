using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>
/// The tokens of a model, for WordPiece or with the merges of byte-level BPE; the position of a token is its number. Immutable; thread-safe.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>
    /// The longest word that is spelt unless something else is said: 200 characters, as in the published WordPiece (google-research/bert,
    /// tokenization.py, <c>max_input_chars_per_word</c>).
    /// </summary>
    public const int DefaultMaxWordLength = 200;

    /// <summary>What <c>transformers</c> assumes where nothing is said, and what this library did before files said it.</summary>
    internal const int UnstatedMaxWordLength = 100;

    /// <summary>The token that fills up short sequences.</summary>
    public const string Padding = "[PAD]";

    /// <summary>The token of words that cannot be spelt.</summary>
    public const string Unknown = "[UNK]";

    /// <summary>The first token of every sequence.</summary>
    public const string Classification = "[CLS]";

    /// <summary>The last token of every sequence.</summary>
    public const string Separator = "[SEP]";

    /// <summary>The token that hides another while an encoder is pretrained.</summary>
    internal const string Mask = "[MASK]";

    private static readonly string[] WordPieceSpecials = [Padding, Unknown, Classification, Separator];
    private static readonly string[] BytePairSpecials = ["<pad>", "<unk>", "<s>", "</s>"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly FrozenDictionary<string, int> _ids;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private Vocabulary(string[] tokens, string source, FrozenDictionary<string, int> ids, string[] specials, string[] merges, bool addPrefixSpace)
    {
        Tokens = tokens;
        Source = source;
        _ids = ids;
        _lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        PaddingId = ids[specials[0]];
        UnknownId = ids[specials[1]];
        ClassificationId = ids[specials[2]];
        SeparatorId = ids[specials[3]];
        Merges = merges;
        AddPrefixSpace = addPrefixSpace;
        BytePairs = ReferenceEquals(specials, BytePairSpecials) ? BytePairMerges.Create(ids, merges, source) : null;
        MaxWordLength = BytePairs is null ? DefaultMaxWordLength : int.MaxValue;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(ToUtf8()));
    }

    /// <summary>The tokens, by number.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>How texts become these tokens.</summary>
    public TokenizerKind Kind => BytePairs is null ? TokenizerKind.WordPiece : TokenizerKind.ByteLevelBpe;

    /// <summary>The merges of byte-level BPE in the order of their rank, each as two tokens with a space between; empty for WordPiece.</summary>
    public IReadOnlyList<string> Merges { get; }

    /// <summary>Byte-level BPE: whether a text is treated as if it began with a space.</summary>
    public bool AddPrefixSpace { get; }

    /// <summary>
    /// WordPiece: longer words, in characters (not UTF-16 units), are [UNK]. <see cref="DefaultMaxWordLength"/> unless
    /// <see cref="WithMaxWordLength"/> has changed it; the largest integer for byte-level BPE, which spells every word.
    /// </summary>
    public int MaxWordLength { get; private set; }

    /// <summary>Whether a file must say how long a word may be: WordPiece, and not <see cref="UnstatedMaxWordLength"/>.</summary>
    internal bool MustStateMaxWordLength => Kind == TokenizerKind.WordPiece && MaxWordLength != UnstatedMaxWordLength;

    /// <summary>The number of tokens.</summary>
    public int Count => Tokens.Count;

    /// <summary>Where the tokens come from, for messages: a path or a few words.</summary>
    public string Source { get; }

    /// <summary>
    /// SHA-256, lower-case hexadecimal, of the tokens in UTF-8, each followed by a line feed: that of a saved <c>vocab.txt</c>. With
    /// byte-level BPE an empty line, the word <c>prefix</c> where texts get a space in front, and the merges follow. <see cref="MaxWordLength"/>
    /// does not count.
    /// </summary>
    public string Sha256 { get; }

    /// <summary>The number of [PAD] or &lt;pad&gt;.</summary>
    public int PaddingId { get; }

    /// <summary>The number of [UNK] or &lt;unk&gt;.</summary>
    public int UnknownId { get; }

    /// <summary>The number of the first token of a sequence, [CLS] or &lt;s&gt;.</summary>
    public int ClassificationId { get; }

    /// <summary>The number of the last token of a sequence, [SEP] or &lt;/s&gt;.</summary>
    public int SeparatorId { get; }

    /// <summary>The merges by token numbers; null for WordPiece.</summary>
    internal BytePairMerges? BytePairs { get; }

    /// <summary>Reads a <c>vocab.txt</c>: one token per line, UTF-8, with or without byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="GwSmmException">The file is unreadable, not UTF-8, lacks a special token or has a token twice.</exception>
    public static Vocabulary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var lines = Utf8Lines.Read(path);
        var tokens = lines.ConvertAll(line => line.EndsWith('\r') ? line[..^1] : line);
        while (tokens.Count > 0 && tokens[^1].Length == 0)
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        return Create(tokens, path);
    }

    /// <summary>Makes a WordPiece vocabulary of tokens in memory.</summary>
    /// <param name="tokens">The tokens, by number; [PAD], [UNK], [CLS] and [SEP] among them.</param>
    /// <param name="source">Where they come from; named in messages.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="GwSmmException">A special token is missing, or a token is empty, has a line break or occurs twice.</exception>
    public static Vocabulary Create(IReadOnlyList<string> tokens, string source) =>
        new([.. tokens ?? throw new ArgumentNullException(nameof(tokens))], source, Index(tokens, source, WordPieceSpecials), WordPieceSpecials, [], addPrefixSpace: false);

    /// <summary>Makes a byte-level BPE vocabulary of tokens in memory.</summary>
    /// <param name="tokens">The tokens, by number; &lt;pad&gt;, &lt;unk&gt;, &lt;s&gt;, &lt;/s&gt; and the 256 bytes among them.</param>
    /// <param name="merges">The merges in the order of their rank, each as two tokens with a space between, as in <c>merges.txt</c>.</param>
    /// <param name="addPrefixSpace">Whether a text is treated as if it began with a space.</param>
    /// <param name="source">Where they come from; named in messages.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="GwSmmException">A special token or a byte is missing, a token is empty, has a line break or occurs twice, or a merge names no token.</exception>
    public static Vocabulary CreateBytePairs(IReadOnlyList<string> tokens, IReadOnlyList<string> merges, bool addPrefixSpace, string source)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(merges);
        return new Vocabulary([.. tokens], source, Index(tokens, source, BytePairSpecials), BytePairSpecials, [.. merges], addPrefixSpace);
    }

    /// <summary>Makes a vocabulary for users who have none; see <see cref="VocabularyBuilder"/>.</summary>
    /// <param name="texts">Texts in the language of the responses; the training responses will do.</param>
    /// <param name="maxSize">The most tokens to have.</param>
    /// <returns>The same vocabulary for the same texts in any order.</returns>
    /// <exception cref="GwSmmException">There is no word in the texts.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSize"/> is too small for any word.</exception>
    public static Vocabulary Build(IEnumerable<string> texts, int maxSize) => VocabularyBuilder.Build(texts, maxSize);

    /// <summary>The same tokens with another longest word.</summary>
    /// <param name="maxWordLength">Characters of the longest word that is spelt, at least 1; without effect for byte-level BPE.</param>
    /// <returns>A vocabulary that shares everything else with this one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWordLength"/> is below 1.</exception>
    public Vocabulary WithMaxWordLength(int maxWordLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWordLength, 1);
        if (BytePairs is not null || maxWordLength == MaxWordLength)
        {
            return this;
        }

        var copy = (Vocabulary)MemberwiseClone();
        copy.MaxWordLength = maxWordLength;
        return copy;
    }

    /// <summary>Looks a token up.</summary>
    /// <param name="token">The token, with ## where it continues a word.</param>
    /// <param name="id">Its number.</param>
    /// <returns>Whether there is such a token.</returns>
    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <summary>Writes the tokens of a WordPiece vocabulary as a <c>vocab.txt</c>.</summary>
    /// <param name="path">The file; replaced as a whole or not at all.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    /// <exception cref="InvalidOperationException">It is one of byte-level BPE, which a <c>vocab.txt</c> cannot hold.</exception>
    public void Save(string path)
    {
        if (Kind != TokenizerKind.WordPiece)
        {
            throw new InvalidOperationException("A vocab.txt cannot hold the merges of byte-level BPE; save the encoder as a directory.");
        }

        AtomicFile.Write(path, stream => stream.Write(ToUtf8()));
    }

    /// <summary>Looks a token up without a string.</summary>
    internal bool TryGetId(ReadOnlySpan<char> token, out int id) => _lookup.TryGetValue(token, out id);

    /// <summary>What <see cref="Sha256"/> is of.</summary>
    internal byte[] ToUtf8()
    {
        var text = new StringBuilder();
        foreach (var token in Tokens)
        {
            text.Append(token).Append('\n');
        }

        if (BytePairs is not null)
        {
            text.Append('\n').Append(AddPrefixSpace ? "prefix\n" : string.Empty).AppendJoin('\n', Merges);
        }

        return StrictUtf8.GetBytes(text.ToString());
    }

    private static FrozenDictionary<string, int> Index(IReadOnlyList<string> tokens, string source, string[] specials)
    {
        ArgumentNullException.ThrowIfNull(source);
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (string.IsNullOrEmpty(token) || token.AsSpan().ContainsAny('\r', '\n') || !IsWellFormed(token))
            {
                throw new GwSmmException($"Vocabulary '{source}', token {i + 1}: it is empty, holds a line break or is no valid Unicode. Expected one token per line; put the file right or use the original vocab.txt of the model.");
            }

            if (!ids.TryAdd(token, i))
            {
                throw new GwSmmException($"Vocabulary '{source}': the token '{token}' stands twice, as number {ids[token] + 1} and {i + 1} (counted from 1). Every token must be unique; use the original vocab.txt of the model.");
            }
        }

        foreach (var special in specials)
        {
            if (!ids.ContainsKey(special))
            {
                throw new GwSmmException(ReferenceEquals(specials, WordPieceSpecials)
                    ? $"Vocabulary '{source}' with {tokens.Count} tokens lacks {special}. A BERT vocabulary has [PAD], [UNK], [CLS] and [SEP]; add the line or choose the vocab.txt that belongs to the model."
                    : $"Vocabulary '{source}' with {tokens.Count} tokens lacks {special}. A RoBERTa vocabulary has <s>, <pad>, </s> and <unk>; use the files that belong to the model.");
            }
        }

        return ids.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool IsWellFormed(string token)
    {
        for (var i = 0; i < token.Length; i++)
        {
            if (char.IsSurrogate(token[i]) && (!char.IsSurrogatePair(token, i) || ++i == token.Length))
            {
                return false;
            }
        }

        return true;
    }
}
