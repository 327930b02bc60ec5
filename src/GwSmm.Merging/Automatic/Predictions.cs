namespace GwSmm.Merging;

/// <summary>Predicted classes [responses], or flags [responses, labels] for several labels.</summary>
/// <param name="Classes">Multi-class; else empty.</param>
/// <param name="Flags">Multi-label; else empty.</param>
internal sealed record Predictions(int[] Classes, bool[] Flags);
