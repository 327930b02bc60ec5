using System.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Turns weights into whole numbers with equal totals. Flows on whole numbers are exact, so degenerate vertices are recognised
/// and the simplex method cannot cycle. Equal weights become exact fractions; others are rounded to 2^-52 of the total.
/// </summary>
internal static class TransportMasses
{
    private const int FractionBits = 52;

    /// <summary>Fills the masses.</summary>
    /// <param name="source">Weights of the sources [n], above 0.</param>
    /// <param name="target">Weights of the targets [m], above 0.</param>
    /// <param name="sourceMass">Receives the masses of the sources [n], at least 1.</param>
    /// <param name="targetMass">Receives the masses of the targets [m].</param>
    /// <returns>What one unit of mass weighs.</returns>
    public static double Fill(ReadOnlySpan<double> source, ReadOnlySpan<double> target, Span<long> sourceMass, Span<long> targetMass)
    {
        if (AllEqual(source) && AllEqual(target))
        {
            var divisor = (long)BigInteger.GreatestCommonDivisor(source.Length, target.Length);
            sourceMass.Fill(target.Length / divisor);
            targetMass.Fill(source.Length / divisor);
            return Sum(source) / (source.Length / divisor * target.Length);
        }

        var total = Sum(source);
        var unit = total / (1L << FractionBits);
        var sourceTotal = Round(source, total, sourceMass);
        var targetTotal = Round(target, Sum(target), targetMass);
        var difference = sourceTotal - targetTotal;
        if (difference > 0)
        {
            SpreadOver(targetMass, difference);
        }
        else if (difference < 0)
        {
            SpreadOver(sourceMass, -difference);
        }

        return unit;
    }

    private static bool AllEqual(ReadOnlySpan<double> weights) => !weights.ContainsAnyExcept(weights[0]);

    private static double Sum(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    private static long Round(ReadOnlySpan<double> weights, double total, Span<long> masses)
    {
        var sum = 0L;
        for (var i = 0; i < weights.Length; i++)
        {
            var mass = (long)Math.Round(weights[i] / total * (1L << FractionBits));
            masses[i] = Math.Max(1, mass);
            sum += masses[i];
        }

        return sum;
    }

    // In proportion to the masses, the remainder to the largest: no entry changes by more than its share of the rounding.
    private static void SpreadOver(Span<long> masses, long excess)
    {
        var largest = 0;
        for (var i = 1; i < masses.Length; i++)
        {
            largest = masses[i] > masses[largest] ? i : largest;
        }

        var rest = excess;
        for (var i = 0; i < masses.Length; i++)
        {
            var share = (long)((double)masses[i] / (1L << FractionBits) * excess);
            masses[i] += share;
            rest -= share;
        }

        masses[largest] += rest;
    }
}
