namespace GwSmm.Encoders;

/// <summary>The arrays of a layer normalisation, or those of its gradient.</summary>
/// <param name="Scale">Factor [channels].</param>
/// <param name="Shift">Summand [channels].</param>
internal sealed record NormParameters(float[] Scale, float[] Shift);
