using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Gromov-Wasserstein between Gaussian distributions in closed form: squared Euclidean costs, square loss, and couplings that are Gaussian
/// themselves, after Delon, Desolneux, Salmona, "Gromov-Wasserstein distances between Gaussian distributions" (2022), theorem 4.1. With l and m the
/// eigenvalues of the covariances in descending order, the shorter list filled up with zeros, the value is
/// 4 (sum l - sum m)^2 + 8 sum (l_k - m_k)^2. Only means and covariances enter, so that it compares clouds of any size in no time; it says
/// nothing of what is not Gaussian; <see cref="GaussianGromovWassersteinSolver"/> couples the points. Thread-safe.
/// </summary>
public static class GaussianGromovWasserstein
{
    // Eigenvalues of a covariance below minus this fraction of the largest are no rounding errors; those below this fraction are 0 for the map.
    private const double EigenvalueTolerance = 1e-10;

    /// <summary>The value, with no root, as of <see cref="GromovWassersteinResult.Value"/>.</summary>
    /// <param name="source">The covariance of the first distribution [d, d], row-major.</param>
    /// <param name="target">The covariance of the second [e, e], row-major; e may differ from d.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="GwSmmException">A matrix is empty, not square, not symmetric, not positive semidefinite, or not finite.</exception>
    public static double Value(ReadOnlySpan<double> source, ReadOnlySpan<double> target) =>
        Compare(Spectrum(source, "source").Values, Spectrum(target, "target").Values);

    /// <summary>The square root of the value.</summary>
    /// <param name="source">The covariance of the first distribution [d, d], row-major.</param>
    /// <param name="target">The covariance of the second [e, e], row-major; e may differ from d.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="GwSmmException">As for the value.</exception>
    public static double Distance(ReadOnlySpan<double> source, ReadOnlySpan<double> target) => Math.Sqrt(Value(source, target));

    /// <summary>The value between the Gaussian distributions with the means and covariances of two clouds.</summary>
    /// <param name="source">The first cloud.</param>
    /// <param name="target">The second cloud; its dimension may differ.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="GwSmmException">The covariance is not finite, as the features are too large.</exception>
    public static double Value(GaussianSummary source, GaussianSummary target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return Value(source.Covariance, target.Covariance);
    }

    /// <summary>The affine map that takes the first distribution to the second, or to its part of no higher dimension than the first has,
    /// and keeps distances best. Each axis of the first goes to the axis of the same rank of the second. The direction of an axis has no
    /// meaning for the cost; the sign is chosen so that the largest entry of every eigenvector is positive.</summary>
    /// <param name="source">The first distribution.</param>
    /// <param name="target">The second distribution; its dimension may differ.</param>
    /// <returns>The map.</returns>
    /// <exception cref="GwSmmException">The covariance is not finite, as the features are too large.</exception>
    public static GaussianMap Map(GaussianSummary source, GaussianSummary target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var (d, e) = (source.Mean.Length, target.Mean.Length);
        var from = Spectrum(source.Covariance, "source");
        var to = Spectrum(target.Covariance, "target");
        var matrix = new double[e * d];
        for (var k = 0; k < Math.Min(d, e); k++)
        {
            var (l, m) = (from.Values[d - 1 - k], to.Values[e - 1 - k]);
            if (!(l > EigenvalueTolerance * from.Values[d - 1]) || !(m > 0))
            {
                break;
            }

            var factor = Math.Sqrt(m / l) * Sign(from.Vectors, d, d - 1 - k) * Sign(to.Vectors, e, e - 1 - k);
            for (var i = 0; i < e; i++)
            {
                for (var j = 0; j < d; j++)
                {
                    matrix[(i * d) + j] += factor * to.Vectors[(i * e) + e - 1 - k] * from.Vectors[(j * d) + d - 1 - k];
                }
            }
        }

        var map = new GaussianMap(matrix, new double[e]);
        var image = map.Apply(source.Mean);
        for (var i = 0; i < e; i++)
        {
            map.Offset[i] = target.Mean[i] - image[i];
        }

        return map;
    }

    /// <summary>The closed form.</summary>
    /// <param name="l">The eigenvalues of the first covariance, ascending; below 0 by rounding only.</param>
    /// <param name="m">Those of the second; the shorter list is filled up with zeros.</param>
    /// <returns>At least 0.</returns>
    internal static double Compare(double[] l, double[] m)
    {
        var (trace, squares) = (0.0, 0.0);
        for (var k = 1; k <= Math.Max(l.Length, m.Length); k++)
        {
            var difference = (k <= l.Length ? Math.Max(0, l[^k]) : 0) - (k <= m.Length ? Math.Max(0, m[^k]) : 0);
            trace += difference;
            squares += difference * difference;
        }

        return (4 * trace * trace) + (8 * squares);
    }

    private static double Sign(double[] vectors, int order, int column)
    {
        var largest = 0;
        for (var i = 1; i < order; i++)
        {
            largest = Math.Abs(vectors[(i * order) + column]) > Math.Abs(vectors[(largest * order) + column]) ? i : largest;
        }

        return vectors[(largest * order) + column] < 0 ? -1 : 1;
    }

    private static SymmetricEigen Spectrum(ReadOnlySpan<double> covariance, string side)
    {
        var order = (int)Math.Round(Math.Sqrt(covariance.Length));
        if (order == 0 || order * order != covariance.Length)
        {
            throw new GwSmmException($"The {side} covariance has {covariance.Length} entries, which is no square matrix. Give d x d entries, d at least 1.");
        }

        var largest = 0.0;
        foreach (var value in covariance)
        {
            if (!(Math.Abs(value) <= MetricMeasureSpace.LargestCost))
            {
                throw new GwSmmException(
                    $"The {side} covariance holds {value}; it must be finite and at most {MetricMeasureSpace.LargestCost:0e0}. Check the features.");
            }

            largest = Math.Max(largest, Math.Abs(value));
        }

        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (lower, upper) = (covariance[(i * order) + j], covariance[(j * order) + i]);
                if (Math.Abs(lower - upper) > EigenvalueTolerance * largest)
                {
                    throw new GwSmmException(
                        $"The {side} covariance is not symmetric: row {i + 1}, column {j + 1} is {lower}, its mirror image {upper}. Check the matrix.");
                }
            }
        }

        var spectrum = SymmetricEigen.Decompose(covariance, order);
        return spectrum.Values[0] >= -EigenvalueTolerance * largest * order
            ? spectrum
            : throw new GwSmmException($"The {side} covariance has the eigenvalue {spectrum.Values[0]}; a covariance has none below 0. Check the matrix.");
    }
}
