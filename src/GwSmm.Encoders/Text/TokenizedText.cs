namespace GwSmm.Encoders;

/// <summary>The tokens of a text and what was lost on the way.</summary>
/// <param name="Ids">Token numbers, the first and last special token included.</param>
/// <param name="Truncated">Whether tokens were cut off at the end.</param>
/// <param name="OverlongWords">Words before the cut that became the unknown token because of their length; always 0 for byte-level BPE.</param>
public sealed record TokenizedText(int[] Ids, bool Truncated, int OverlongWords);
