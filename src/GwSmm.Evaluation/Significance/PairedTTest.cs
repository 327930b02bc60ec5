using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace GwSmm.Evaluation;

/// <summary>Student's t-test of pairs ("Student", 1908): is the mean difference zero, if differences are normal? Thread-safe.</summary>
public static class PairedTTest
{
    /// <summary>Tests.</summary>
    /// <param name="first">A metric of the first method [n], such as one value per item.</param>
    /// <param name="second">The same of the second method [n].</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="confidence">The coverage of the interval, in (0, 1).</param>
    /// <returns>Statistic, p-value and confidence interval.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the coverage is out of range.</exception>
    /// <exception cref="GwSmmException">Fewer than 2 pairs, or a value that is not finite.</exception>
    public static PairedTTestResult Compute(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, Alternative alternative = Alternative.TwoSided, double confidence = 0.95)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected more than 0 and less than 1.");
        }

        var differences = PairedValues.Differences(first, second, "paired t-test", 2);
        var count = differences.Length;
        var mean = differences.Average();
        var freedom = count - 1;

        // Equal differences must not get a deviation from the rounding of their mean.
        var deviation = Array.TrueForAll(differences, d => d == differences[0]) ? 0 : Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / freedom);
        var error = deviation / Math.Sqrt(count);
        var t = mean == 0 ? 0 : mean / error;
        var margin = error == 0 ? 0 : error * StudentT.InvCDF(0, 1, freedom, 0.5 + (confidence / 2));
        return new PairedTTestResult(count, mean, error, t, PValue(t, freedom, alternative), mean - margin, mean + margin);
    }

    private static double PValue(double t, int freedom, Alternative alternative)
    {
        var twoSided = double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(freedom / 2.0, 0.5, freedom / (freedom + (t * t)));
        return alternative switch
        {
            Alternative.TwoSided => twoSided,
            Alternative.Greater => t > 0 ? twoSided / 2 : 1 - (twoSided / 2),
            _ => t < 0 ? twoSided / 2 : 1 - (twoSided / 2),
        };
    }
}
