using MathNet.Numerics;

namespace GwSmm.Numerics;

/// <summary>The error function in double precision. Thread-safe.</summary>
public static class Erf
{
    /// <summary>The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.</summary>
    /// <param name="x">Any number; NaN gives NaN.</param>
    /// <returns>Between -1 and 1, to about 1e-15.</returns>
    public static double Value(double x) => SpecialFunctions.Erf(x);

    /// <summary>1 - erf(x) without cancellation for large x.</summary>
    /// <param name="x">Any number; NaN gives NaN.</param>
    /// <returns>Between 0 and 2.</returns>
    public static double Complement(double x) => SpecialFunctions.Erfc(x);
}
