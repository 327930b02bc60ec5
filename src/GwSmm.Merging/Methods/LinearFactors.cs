namespace GwSmm.Merging;

/// <summary>The factors of a linear combination of encoders.</summary>
/// <param name="Models">Those of the encoders [k].</param>
/// <param name="Base">That of the base.</param>
/// <param name="Divisor">What the sum is divided by.</param>
internal sealed record LinearFactors(double[] Models, double Base = 0, double Divisor = 1)
{
    /// <summary>Adds changes to the base: base + sum of factor_k * (model_k - base).</summary>
    /// <param name="factors">The factors of the changes [k].</param>
    /// <returns>The factors of encoders and base.</returns>
    public static LinearFactors OfChanges(double[] factors) => new(factors, 1 - factors.Sum());

    /// <summary>The mean of the encoders.</summary>
    /// <param name="models">How many there are.</param>
    /// <returns>The factors.</returns>
    public static LinearFactors Mean(int models) => new([.. Enumerable.Repeat(1.0, models)], 0, models);
}
