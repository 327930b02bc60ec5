namespace GwSmm.Encoders;

/// <summary>
/// The letters that byte-level BPE writes bytes with (Radford et al., 2019): printable bytes of Latin-1 stand for themselves, the
/// others, such as the space, for U+0100 and on in ascending order.
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstSubstitute = 0x100;

    /// <summary>The letter of every byte [256].</summary>
    public static IReadOnlyList<char> Letters { get; } = Create();

    private static char[] Create()
    {
        var letters = new char[256];
        var next = FirstSubstitute;
        for (var value = 0; value < letters.Length; value++)
        {
            letters[value] = (char)(value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? value : next++);
        }

        return letters;
    }
}
