using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>
/// What is left of a lower-case character after canonical decomposition (NFD) and removal of non-spacing marks: "é" gives "e".
/// <see cref="string.Normalize()"/> cannot do it: it returns its input where globalization is invariant.
/// </summary>
internal static class CanonicalBases
{
    /// <summary>Most base characters of a Korean syllable.</summary>
    public const int MostOfSyllable = 3;

    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int HangulVowels = 21;
    private const int HangulTrails = 28;
    private static readonly FrozenDictionary<int, Rune[]> Table = Load();

    /// <summary>Finds the base characters of a character that decomposes.</summary>
    /// <param name="rune">A lower-case or uncased character.</param>
    /// <param name="syllable">Room for <see cref="MostOfSyllable"/> characters.</param>
    /// <param name="bases">Its base characters, where it decomposes; at least one.</param>
    /// <returns>Whether it decomposes.</returns>
    public static bool TryGet(Rune rune, Span<Rune> syllable, out ReadOnlySpan<Rune> bases)
    {
        if (rune.Value is >= HangulFirst and <= HangulLast)
        {
            bases = syllable[..Hangul(rune.Value - HangulFirst, syllable)];
            return true;
        }

        var found = Table.TryGetValue(rune.Value, out var runes);
        bases = runes;
        return found;
    }

    // The Unicode Standard, 3.12: a syllable is leading consonant, vowel and perhaps trailing consonant.
    private static int Hangul(int index, Span<Rune> syllable)
    {
        syllable[0] = new Rune(0x1100 + (index / (HangulVowels * HangulTrails)));
        syllable[1] = new Rune(0x1161 + (index / HangulTrails % HangulVowels));
        var trail = index % HangulTrails;
        syllable[2] = trail == 0 ? default : new Rune(0x11A7 + trail);
        return trail == 0 ? 2 : 3;
    }

    private static FrozenDictionary<int, Rune[]> Load()
    {
        using var stream = typeof(CanonicalBases).Assembly.GetManifestResourceStream("GwSmm.Encoders.canonical-bases.txt")
            ?? throw new InvalidOperationException("The assembly lacks its table of canonical bases.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var table = new Dictionary<int, Rune[]>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var codes = Array.ConvertAll(line.Split(' '), code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                table.Add(codes[0], Array.ConvertAll(codes[1..], code => new Rune(code)));
            }
        }

        return table.ToFrozenDictionary();
    }
}
