using MathNet.Numerics;

namespace GwSmm.Evaluation;

/// <summary>The standard normal distribution.</summary>
internal static class NormalTail
{
    /// <summary>P(Z &gt;= z).</summary>
    public static double Above(double z) => 0.5 * SpecialFunctions.Erfc(z / Constants.Sqrt2);

    /// <summary>P(Z &lt;= z).</summary>
    public static double Below(double z) => Above(-z);

    /// <summary>The z with P(Z &lt;= z) = p.</summary>
    public static double Quantile(double p) => -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * p);
}
