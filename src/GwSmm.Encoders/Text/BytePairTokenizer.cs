using System.Text;

namespace GwSmm.Encoders;

/// <summary>Byte-level BPE as in RoBERTa (Liu et al., 2019): GPT-2's words, spelt in bytes of UTF-8, merged by rank. Thread-safe.</summary>
/// <param name="merges">The merges.</param>
/// <param name="addPrefixSpace">Whether a text is treated as if it began with a space.</param>
internal sealed class BytePairTokenizer(BytePairMerges merges, bool addPrefixSpace)
{
    private const int MaxBytesPerUnit = 3;

    /// <summary>Encodes a text; what lies beyond the word that reaches the limit is not looked at.</summary>
    /// <param name="text">Any text; unpaired surrogates are dropped, special tokens in it are text.</param>
    /// <param name="limit">Stops after the word that gives more tokens than that.</param>
    /// <returns>The tokens, more than <paramref name="limit"/> where the text has more.</returns>
    public List<int> Encode(string text, int limit)
    {
        var clean = WithoutUnpairedSurrogates(text);
        var whole = addPrefixSpace && clean.Length > 0 && clean[0] != ' ' ? " " + clean : clean;
        var ids = new List<int>();
        var word = new BytePairWord(merges);
        var bytes = Array.Empty<byte>();
        for (var start = 0; start < whole.Length && ids.Count <= limit;)
        {
            var end = Gpt2WordSplitter.EndOfWord(whole, start);
            Buffers.Ensure(ref bytes, (end - start) * MaxBytesPerUnit);
            var count = Encoding.UTF8.GetBytes(whole.AsSpan(start..end), bytes);
            word.Add(bytes.AsSpan(0, count), ids);
            start = end;
        }

        return ids;
    }

    private static string WithoutUnpairedSurrogates(string text)
    {
        var kept = new StringBuilder();
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            var valid = Rune.TryGetRuneAt(text, i, out var rune);
            if (!valid)
            {
                kept.Append(text, start, i - start);
                start = i + 1;
            }

            i += valid ? rune.Utf16SequenceLength : 1;
        }

        return start == 0 ? text : kept.Append(text, start, text.Length - start).ToString();
    }
}
