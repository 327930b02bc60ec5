using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>Byte-level BPE as in RoBERTa (Liu et al., 2019): GPT-2's words, spelt in bytes of UTF-8, merged by rank. Thread-safe.</summary>
/// <param name="addPrefixSpace">Whether a text is treated as if it began with a space.</param>
internal sealed class BytePairTokenizer(bool addPrefixSpace)
{
    private const int MaxBytesPerUnit = 3;

    /// <summary>Encodes a text; what lies beyond the word that reaches the limit is not spelt.</summary>
    /// <param name="text">Any text; unpaired surrogates are dropped, special tokens in it are text.</param>
    /// <param name="limit">Stops after the word that gives more tokens than that.</param>
    /// <param name="work">Takes the tokens, more than <paramref name="limit"/> where the text has more.</param>
    public void Encode(string text, int limit, TokenizerWorkspace work)
    {
        Clean(text, work.Characters);
        ReadOnlySpan<char> whole = CollectionsMarshal.AsSpan(work.Characters);
        for (var start = 0; start < whole.Length && work.Pieces.Count <= limit;)
        {
            var end = Gpt2WordSplitter.EndOfWord(whole, start);
            var bytes = ArrayPool<byte>.Shared.Rent((end - start) * MaxBytesPerUnit);
            var count = Encoding.UTF8.GetBytes(whole[start..end], bytes);
            work.Word!.Add(bytes.AsSpan(0, count), work.Pieces);
            ArrayPool<byte>.Shared.Return(bytes);
            start = end;
        }
    }

    private void Clean(string text, List<char> target)
    {
        target.Clear();
        if (addPrefixSpace)
        {
            target.Add(' ');
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                target.Add(text[i]);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                target.Add(text[i]);
                target.Add(text[++i]);
            }
        }

        // An empty text gets no space, nor does one that begins with a space.
        if (addPrefixSpace && (target.Count == 1 || target[1] == ' '))
        {
            target.RemoveAt(0);
        }
    }
}
