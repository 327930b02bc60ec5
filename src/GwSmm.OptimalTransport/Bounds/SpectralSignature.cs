using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// What the projected eigenvalue bound needs of a space with symmetric costs: the mean cost s = p'Cp, the deviations C p - s, and
/// the eigenvalues of diag(sqrt p) C^ diag(sqrt p) with C^ the centred costs. That matrix is the projection of diag(sqrt p) C diag(sqrt p)
/// along sqrt(p), so it has the eigenvalues of the restriction to the complement and one more that is 0, which no bound sees.
/// Immutable by convention; thread-safe.
/// </summary>
/// <param name="Mean">The mean cost.</param>
/// <param name="Deviations">The deviations, sorted.</param>
/// <param name="Positive">The positive eigenvalues, descending.</param>
/// <param name="Negative">The magnitudes of the negative eigenvalues, descending.</param>
internal sealed record SpectralSignature(double Mean, WeightedLine Deviations, double[] Positive, double[] Negative)
{
    /// <summary>Computes the signature; O(n^3).</summary>
    /// <param name="centred">The centred costs.</param>
    /// <param name="weights">The weights [n], above 0, with sum 1.</param>
    /// <returns>The signature.</returns>
    public static SpectralSignature Of(CentredCosts centred, double[] weights)
    {
        var n = weights.Length;
        var roots = Array.ConvertAll(weights, Math.Sqrt);
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var row = matrix.AsSpan(i * n, n);
            TensorPrimitives.Multiply(centred.Costs.AsSpan(i * n, n), roots, row);
            TensorPrimitives.Multiply(row, roots[i], row);
        }

        // Beyond the square root of the range eigenvalue methods lose digits or overflow.
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(matrix));
        if (largest > 0)
        {
            TensorPrimitives.Divide(matrix, largest, matrix);
        }

        var values = SymmetricEigenvalues.Of(matrix, n);
        TensorPrimitives.Multiply(values, largest, values);
        double[] positive = [.. values.Where(value => value > 0).OrderDescending()];
        double[] negative = [.. values.Where(value => value < 0).Select(value => -value).OrderDescending()];
        return new SpectralSignature(centred.Mean, WeightedLine.Create([.. centred.Deviations], weights), positive, negative);
    }

    /// <summary>The projected eigenvalue bound, not yet lowered for rounding.</summary>
    /// <param name="other">The signature of the other space.</param>
    /// <returns>The bound.</returns>
    public double Bound(SpectralSignature other)
    {
        var mean = Mean - other.Mean;
        return (mean * mean)
            + (2 * OneDimensionalTransport.SquaredCost(Deviations, other.Deviations))
            + SquaredDistance(Positive, other.Positive)
            + SquaredDistance(Negative, other.Negative);
    }

    private static double SquaredDistance(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var k = 0; k < Math.Max(x.Length, y.Length); k++)
        {
            var difference = (k < x.Length ? x[k] : 0) - (k < y.Length ? y[k] : 0);
            sum += difference * difference;
        }

        return sum;
    }
}
