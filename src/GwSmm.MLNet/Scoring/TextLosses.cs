using System.Runtime.InteropServices;

namespace GwSmm.MLNet;

/// <summary>What a model could not read of texts.</summary>
/// <param name="TruncatedTexts">Texts that were cut to the model's maximum.</param>
/// <param name="OverlongWords">Words that became the unknown token because of their length.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextLosses(long TruncatedTexts, long OverlongWords)
{
    /// <summary>The losses of both.</summary>
    public static TextLosses operator +(TextLosses left, TextLosses right) =>
        new(left.TruncatedTexts + right.TruncatedTexts, left.OverlongWords + right.OverlongWords);

    /// <summary>The losses since an earlier count.</summary>
    public static TextLosses operator -(TextLosses left, TextLosses right) =>
        new(left.TruncatedTexts - right.TruncatedTexts, left.OverlongWords - right.OverlongWords);
}
