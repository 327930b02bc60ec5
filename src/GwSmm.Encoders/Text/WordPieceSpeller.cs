namespace GwSmm.Encoders;

/// <summary>
/// Spells words with the longest pieces of a vocabulary, from the left (Schuster and Nakajima, 2012; Devlin et al., 2019). A word that cannot be
/// spelt whole is the unknown token. Thread-safe.
/// </summary>
/// <param name="vocabulary">The vocabulary.</param>
internal sealed class WordPieceSpeller(Vocabulary vocabulary)
{
    private readonly int _longest = vocabulary.Tokens.Max(token => token.Length);

    /// <summary>Adds the tokens of words.</summary>
    /// <param name="words">Each with a space before it, <see cref="BertWordSplitter.Overlong"/> in the place of a word that is too long; overwritten.</param>
    /// <param name="limit">Stops after the word that gives more tokens than that.</param>
    /// <param name="target">Where the tokens go; empty.</param>
    /// <returns>The number of words that are too long, among the tokens up to the limit.</returns>
    public int Add(Span<char> words, int limit, List<int> target)
    {
        var overlong = 0;
        for (var space = 0; space < words.Length && target.Count <= limit;)
        {
            var first = space + 1;
            var length = words[first..].IndexOf(' ');
            space = length < 0 ? words.Length : first + length;
            if (words[first] == BertWordSplitter.Overlong)
            {
                overlong += target.Count < limit ? 1 : 0;
                target.Add(vocabulary.UnknownId);
                continue;
            }

            Spell(words, first, space, target);
        }

        return overlong;
    }

    private void Spell(Span<char> text, int first, int end, List<int> target)
    {
        var known = target.Count;
        for (var start = first; start < end;)
        {
            // The mark of a continuation fits where the piece before, or the space and a piece of one letter, has been.
            var key = start;
            if (start > first)
            {
                key = start - WordPieceTrainer.Continuation.Length;
                WordPieceTrainer.Continuation.CopyTo(text[key..]);
            }

            var stop = Math.Min(end, key + _longest);
            int id;
            while (!vocabulary.TryGetId(text[key..stop], out id))
            {
                if (--stop <= start)
                {
                    target.RemoveRange(known, target.Count - known);
                    target.Add(vocabulary.UnknownId);
                    return;
                }
            }

            target.Add(id);
            start = stop;
        }
    }
}
