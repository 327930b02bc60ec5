using System.Globalization;
using System.Runtime.InteropServices;
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
    /// <returns>The words, each with a space before it.</returns>
    public static string Split(string text, bool lowerCase)
    {
        var words = new List<char>(text.Length + 16);
        Split(text, lowerCase, int.MaxValue, int.MaxValue, words);
        return new string(CollectionsMarshal.AsSpan(words));
    }

    /// <summary>What stands for a word that is too long. No word holds it: it is dropped from texts.</summary>
    public const char Overlong = '\0';

    /// <summary>Splits a text and puts <see cref="Overlong"/> in the place of words that are too long.</summary>
    /// <param name="text">Any text; unpaired surrogates are dropped.</param>
    /// <param name="lowerCase">Whether to lower-case and to strip accents.</param>
    /// <param name="maxWords">Stops after that many words.</param>
    /// <param name="maxLength">The longest word that is kept, in characters.</param>
    /// <param name="words">Takes the words, each with a space before it.</param>
    public static void Split(string text, bool lowerCase, int maxWords, int maxLength, List<char> words)
    {
        var output = new WordBuilder(words, maxWords, maxLength);
        for (var i = 0; i < text.Length && !output.IsFull;)
        {
            if (char.IsAscii(text[i]))
            {
                AddAscii(text[i++], lowerCase, ref output);
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            Add(rune, lowerCase, ref output);
            i += length;
        }

        output.EndWord();
    }

    private static void AddAscii(char character, bool lowerCase, ref WordBuilder output)
    {
        if (character is ' ' or '\t' or '\n' or '\r')
        {
            output.EndWord();
        }
        else if (!char.IsControl(character))
        {
            AppendAscii(lowerCase && char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character, ref output);
        }
    }

    // ASCII symbols such as $ and ^ count as punctuation in BERT, though not in Unicode.
    private static void AppendAscii(char character, ref WordBuilder output)
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

    private static void Add(Rune rune, bool lowerCase, ref WordBuilder output)
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
            AppendFolded(rune, lowerCase, ref output);
            output.EndWord();
        }
        else
        {
            AppendFolded(rune, lowerCase, ref output);
        }
    }

    private static void AppendFolded(Rune rune, bool lowerCase, ref WordBuilder output)
    {
        if (!lowerCase)
        {
            Append(rune, ref output);
            return;
        }

        // The simple mapping of U+0130 is itself; its full mapping is i and a combining dot.
        var lower = rune.Value == 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune);
        Span<Rune> syllable = stackalloc Rune[CanonicalBases.MostOfSyllable];
        if (CanonicalBases.TryGet(lower, syllable, out var bases))
        {
            foreach (var part in bases)
            {
                Append(part, ref output);
            }
        }
        else if (Rune.GetUnicodeCategory(lower) != UnicodeCategory.NonSpacingMark)
        {
            Append(lower, ref output);
        }
    }

    private static void Append(Rune rune, ref WordBuilder output)
    {
        if (rune.IsAscii)
        {
            AppendAscii((char)rune.Value, ref output);
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

    [StructLayout(LayoutKind.Auto)]
    private struct WordBuilder(List<char> text, int maxWords, int maxLength)
    {
        private int _words;
        private int _wordStart;
        private int _length;
        private bool _inWord;

        public readonly bool IsFull => _words >= maxWords && !_inWord;

        public void Append(char character)
        {
            if (StartCharacter())
            {
                text.Add(character);
            }
        }

        public void Append(Rune rune)
        {
            if (StartCharacter())
            {
                Span<char> characters = stackalloc char[2];
                text.AddRange(characters[..rune.EncodeToUtf16(characters)]);
            }
        }

        public void EndWord()
        {
            if (_inWord && _length > maxLength)
            {
                text.RemoveRange(_wordStart, text.Count - _wordStart);
                text.Add(Overlong);
            }

            _inWord = false;
        }

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

            text.Add(' ');
            _words++;
            _wordStart = text.Count;
            _length = 1;
            _inWord = true;
            return true;
        }
    }
}
