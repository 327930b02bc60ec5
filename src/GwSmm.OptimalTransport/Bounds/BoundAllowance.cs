namespace GwSmm.OptimalTransport;

/// <summary>
/// Lowers a bound computed in floating point until it surely holds. With M the largest cost, every bound here is a sum of squares
/// of numbers of size M whose terms carry errors of at most a few (n + m) units of rounding: sums of n terms, products of that inner
/// length, eigenvalues of a backward stable method. Weights may sum to 1 only nearly, so that the mass of a plan does too.
/// </summary>
internal static class BoundAllowance
{
    private const double UnitsPerTerm = 16;
    private const double Rounding = 1.0 / (1L << 52);

    /// <summary>The rounding of a sum.</summary>
    /// <param name="terms">The number of terms.</param>
    /// <returns>The error as a fraction of the largest magnitude, generously.</returns>
    public static double Units(int terms) => UnitsPerTerm * Rounding * terms;

    /// <summary>Lowers a bound that was computed with weights scaled to sum 1.</summary>
    /// <param name="bound">The computed bound.</param>
    /// <param name="source">The first space.</param>
    /// <param name="target">The second space.</param>
    /// <param name="terms">The largest number of terms of a sum; n + m if that is more.</param>
    /// <param name="square">The largest square that occurs; that of the largest cost if that is more.</param>
    /// <param name="feature">The largest magnitude of a feature cost times its weight; 0 without.</param>
    /// <returns>A certified bound; below 0 only if feature costs are.</returns>
    public static double Lower(double bound, SpaceScale source, SpaceScale target, int terms = 0, double square = 0, double feature = 0)
    {
        var largest = Math.Max(source.Largest, target.Largest);
        var unit = Units(Math.Max(terms, source.Count + target.Count));
        var least = Math.Min(1, source.Mass) * Math.Min(1, target.Mass);
        var most = Math.Max(1, source.Mass) * Math.Max(1, target.Mass);
        var mass = least * least;
        var lowered = (mass * bound) - (unit * Math.Max(square, largest * largest)) - ((unit + most - mass) * feature);
        return feature > 0 ? lowered : Math.Max(0, lowered);
    }
}
