namespace GwSmm.Numerics;

/// <summary>GELU as its definition reads, in double.</summary>
internal static class ReferenceGelu
{
    /// <summary>x times the probability that a standard normal is below x.</summary>
    public static double Forward(double x) => double.IsNegativeInfinity(x) ? double.NaN : 0.5 * x * Erf.Complement(-x / Math.Sqrt(2));

    /// <summary>The derivative.</summary>
    public static double Slope(double x) =>
        (0.5 * Erf.Complement(-x / Math.Sqrt(2))) + (x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));
}
