using System.Globalization;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>
/// Cuts a text into words as BERT's basic tokenizer does (Devlin et al., 2019; google-research/bert, tokenization.py): control
/// characters go, Chinese characters and punctuation stand alone, uncased models see lower case without accents. Thread-safe.
/// </summary>
internal static class BertWordSplitter
{
    /// <summary>Splits a text.</summary>
    /// <param name="text">Any text; unpaired surrogates are dropped.</param>
    /// <param name="lowerCase">Whether to lower-case and to strip accents.</param>
    /// <param name="maxWords">Stops after that many words.</param>
    /// <returns>The words, separated by single spaces.</returns>
    public static string Split(string text, bool lowerCase, int maxWords)
    {
        var output = new WordBuilder(maxWords, (int)Math.Min(text.Length, 16L * maxWords) + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (output.IsFull)
            {
                break;
            }

            Add(rune, lowerCase, output);
        }

        return output.ToString();
    }

    private static void Add(Rune rune, bool lowerCase, WordBuilder output)
    {
        if (IsSpace(rune))
        {
            output.EndWord();
        }
        else if (IsDropped(rune))
        {
            return;
        }
        else if (IsChinese(rune.Value))
        {
            output.EndWord();
            AppendFolded(rune, lowerCase, output);
            output.EndWord();
        }
        else
        {
            AppendFolded(rune, lowerCase, output);
        }
    }

    private static void AppendFolded(Rune rune, bool lowerCase, WordBuilder output)
    {
        if (!lowerCase)
        {
            Append(rune, output);
            return;
        }

        // The simple mapping of U+0130 is itself; its full mapping is i and a combining dot.
        var lower = rune.Value == 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune);
        if (lower.IsAscii)
        {
            Append(lower, output);
        }
        else if (CanonicalBases.TryGet(lower, out var bases))
        {
            foreach (var part in bases)
            {
                Append(part, output);
            }
        }
        else if (Rune.GetUnicodeCategory(lower) != UnicodeCategory.NonSpacingMark)
        {
            Append(lower, output);
        }
    }

    private static void Append(Rune rune, WordBuilder output)
    {
        if (IsPunctuation(rune))
        {
            output.EndWord();
            output.Append(rune);
            output.EndWord();
        }
        else
        {
            output.Append(rune);
        }
    }

    private static bool IsSpace(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r'
        || (!rune.IsAscii && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsDropped(Rune rune) => rune.Value == 0xFFFD
        || (rune.IsAscii ? rune.Value is < 0x20 or 0x7F : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format);

    // ASCII symbols such as $ and ^ count as punctuation in BERT, though not in Unicode.
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (> 0x20 and < '0') or (> '9' and < 'A') or (> 'Z' and < 'a') or (> 'z' and < 0x7F)
        : Rune.IsPunctuation(rune);

    private static bool IsChinese(int code) => code >= 0x3400 && code
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private sealed class WordBuilder(int maxWords, int capacity)
    {
        private readonly StringBuilder _text = new(capacity);
        private int _words;
        private bool _inWord;

        public bool IsFull => _words >= maxWords && !_inWord;

        public void Append(Rune rune)
        {
            if (!_inWord)
            {
                if (IsFull)
                {
                    return;
                }

                if (_words > 0)
                {
                    _text.Append(' ');
                }

                _words++;
                _inWord = true;
            }

            _text.Append(rune);
        }

        public void EndWord() => _inWord = false;

        public override string ToString() => _text.ToString();
    }
}
