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
    public static string Split(string text, bool lowerCase, int maxWords) => Split(text, lowerCase, maxWords, int.MaxValue, string.Empty, out _);

    /// <summary>Splits a text and replaces words that are too long.</summary>
    /// <param name="text">Any text; unpaired surrogates are dropped.</param>
    /// <param name="lowerCase">Whether to lower-case and to strip accents.</param>
    /// <param name="maxWords">Stops after that many words.</param>
    /// <param name="maxLength">The longest word that is kept, in characters.</param>
    /// <param name="substitute">What stands for a longer one.</param>
    /// <param name="overlong">The number of longer ones.</param>
    /// <returns>The words, separated by single spaces.</returns>
    public static string Split(string text, bool lowerCase, int maxWords, int maxLength, string substitute, out int overlong)
    {
        var output = new WordBuilder(maxWords, maxLength, substitute, (int)Math.Min(text.Length, 16L * maxWords) + 16);
        for (var i = 0; i < text.Length && !output.IsFull;)
        {
            if (char.IsAscii(text[i]))
            {
                AddAscii(text[i++], lowerCase, output);
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            Add(rune, lowerCase, output);
            i += length;
        }

        output.EndWord();
        overlong = output.Overlong;
        return output.ToString();
    }

    private static void AddAscii(char character, bool lowerCase, WordBuilder output)
    {
        if (character is ' ' or '\t' or '\n' or '\r')
        {
            output.EndWord();
        }
        else if (!char.IsControl(character))
        {
            AppendAscii(lowerCase && char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character, output);
        }
    }

    // ASCII symbols such as $ and ^ count as punctuation in BERT, though not in Unicode.
    private static void AppendAscii(char character, WordBuilder output)
    {
        if (char.IsAsciiLetterOrDigit(character))
        {
            output.Append(character);
        }
        else
        {
            output.EndWord();
            output.Append(character);
            output.EndWord();
        }
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
        if (CanonicalBases.TryGet(lower, out var bases))
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
        if (rune.IsAscii)
        {
            AppendAscii((char)rune.Value, output);
        }
        else if (Rune.IsPunctuation(rune))
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

    private static bool IsSpace(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsDropped(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static bool IsChinese(int code) => code >= 0x3400 && code
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private sealed class WordBuilder(int maxWords, int maxLength, string substitute, int capacity)
    {
        private readonly StringBuilder _text = new(capacity);
        private int _words;
        private int _wordStart;
        private int _length;
        private bool _inWord;

        public bool IsFull => _words >= maxWords && !_inWord;

        public int Overlong { get; private set; }

        public void Append(char character)
        {
            if (StartCharacter())
            {
                _text.Append(character);
            }
        }

        public void Append(Rune rune)
        {
            if (StartCharacter())
            {
                Span<char> characters = stackalloc char[2];
                _text.Append(characters[..rune.EncodeToUtf16(characters)]);
            }
        }

        public void EndWord()
        {
            if (_inWord && _length > maxLength)
            {
                _text.Length = _wordStart;
                _text.Append(substitute);
                Overlong++;
            }

            _inWord = false;
        }

        public override string ToString() => _text.ToString();

        // False where another word would be one too many (a character can decompose into several words) and in a word already too long.
        private bool StartCharacter()
        {
            if (_inWord)
            {
                return ++_length <= maxLength;
            }

            if (_words >= maxWords)
            {
                return false;
            }

            if (_words > 0)
            {
                _text.Append(' ');
            }

            _words++;
            _wordStart = _text.Length;
            _length = 1;
            _inWord = true;
            return true;
        }
    }
}
