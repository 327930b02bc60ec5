using System.Globalization;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>
/// Cuts a text into words as GPT-2 does (Radford et al., 2019), by the pattern
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. A scanner and no <c>Regex</c>, which sees
/// surrogates where a letter or digit stands outside the basic plane. Thread-safe.
/// </summary>
internal static class Gpt2WordSplitter
{
    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>Finds the end of a word. Every character belongs to a word.</summary>
    /// <param name="text">A text without unpaired surrogates.</param>
    /// <param name="start">Where the word starts, below the length.</param>
    /// <returns>The index after its last character.</returns>
    public static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        var contraction = ContractionLength(text[start..]);
        if (contraction > 0)
        {
            return start + contraction;
        }

        // One space may stand before a run of letters, digits or signs.
        var first = text[start] == ' ' && start + 1 < text.Length && KindAt(text, start + 1, out _) != Kind.Space ? start + 1 : start;
        var kind = KindAt(text, first, out var length);
        var last = first;
        var end = first + length;
        while (end < text.Length && KindAt(text, end, out length) == kind)
        {
            last = end;
            end += length;
        }

        // A run of spaces leaves its last one to the word that follows.
        return kind == Kind.Space && end < text.Length && last > start ? last : end;
    }

    private static int ContractionLength(ReadOnlySpan<char> text) => text.Length < 2 || text[0] != '\'' ? 0
        : text[1] is 's' or 't' or 'm' or 'd' ? 2
        : text.Length > 2 && text[1..3] is "re" or "ve" or "ll" ? 3
        : 0;

    private static Kind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out length);
        return Rune.IsWhiteSpace(rune) ? Kind.Space
            : Rune.IsLetter(rune) ? Kind.Letter
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber ? Kind.Number
            : Kind.Other;
    }
}
