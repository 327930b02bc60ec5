namespace Microsoft.ML.Tokenizers;

public class WordPieceTokenizer : Tokenizer
{
    private readonly Dictionary<string, int> _vocabulary;

    private protected WordPieceTokenizer(Dictionary<string, int> vocabulary, WordPieceOptions options)
    {
        _vocabulary = vocabulary;
        UnknownToken = options.UnknownToken;
        UnknownTokenId = vocabulary.TryGetValue(options.UnknownToken, out int id)
            ? id
            : throw new ArgumentException($"The unknown token '{options.UnknownToken}' is not present in the vocabulary.");
        ContinuingSubwordPrefix = options.ContinuingSubwordPrefix;
        MaxInputCharsPerWord = options.MaxInputCharsPerWord;
    }

    public string UnknownToken { get; }

    public int UnknownTokenId { get; }

    public string ContinuingSubwordPrefix { get; }

    public int MaxInputCharsPerWord { get; }

    // One token a line; its number is the line's, and empty lines count.
    private protected static Dictionary<string, int> ReadVocabulary(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new StreamReader(stream);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                vocabulary.Add(line, number);
            number++;
        }

        return vocabulary;
    }

    private protected override List<int> EncodeCore(string text)
    {
        var ids = new List<int>();
        int at = 0;
        while (at < text.Length)
        {
            int end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (end > at)
                AddWord(text[at..end], ids);
            at = end + 1;
        }

        return ids;
    }

    // The longest piece first; a word that can't be made of pieces is one unknown token.
    private void AddWord(string word, List<int> ids)
    {
        int before = ids.Count;
        int start = word.Length > MaxInputCharsPerWord ? word.Length + 1 : 0;
        while (start < word.Length)
        {
            int end = word.Length;
            int id = 0;
            while (end > start && !_vocabulary.TryGetValue((start > 0 ? ContinuingSubwordPrefix : "") + word[start..end], out id))
                end--;
            if (end == start)
            {
                start = word.Length + 1;
                break;
            }

            ids.Add(id);
            start = end;
        }

        if (start <= word.Length)
            return;
        ids.RemoveRange(before, ids.Count - before);
        ids.Add(UnknownTokenId);
    }
}
