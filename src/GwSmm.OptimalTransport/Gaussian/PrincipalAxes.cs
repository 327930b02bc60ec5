using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>A cloud in the coordinates of its principal axes. Immutable by convention; thread-safe.</summary>
internal sealed class PrincipalAxes
{
    // Axes with less than this fraction of the largest variance are rounding errors.
    private const double VarianceTolerance = 1e-10;

    private PrincipalAxes(double[] variances, double[][] coordinates)
    {
        Variances = variances;
        Coordinates = coordinates;
    }

    /// <summary>The variances of the axes, ascending; at least 0, those of no extent included.</summary>
    public double[] Variances { get; }

    /// <summary>The coordinates [n] of each axis of some extent, the longest axis first, relative to the mean.</summary>
    public double[][] Coordinates { get; }

    /// <summary>Finds the axes of a cloud from its covariance, or from its scalar products where these are fewer; O(n d min(n, d) + min(n, d)^3).</summary>
    /// <param name="cloud">The cloud [n, d].</param>
    /// <param name="weights">The weights [n], above 0.</param>
    /// <param name="scale">What squared distances are divided by.</param>
    /// <returns>The axes.</returns>
    public static PrincipalAxes Of(FeatureCloud cloud, double[] weights, double scale)
    {
        var (n, d) = (cloud.Count, cloud.Dimension);
        var mass = TensorPrimitives.Sum<double>(weights);
        double[] roots = [.. weights.Select(weight => Math.Sqrt(weight / mass))];
        var centred = Centre(cloud, roots, Math.Sqrt(scale));
        var order = Math.Min(n, d);
        var products = new double[order * order];
        var (first, inner) = (d <= n, Math.Max(n, d));
        Gemm.Multiply(first, !first, order, order, inner, 1, centred, d, centred, d, 0, products, order);
        var spectrum = SymmetricEigen.Decompose(products, order);
        double[] variances = [.. spectrum.Values.Select(value => Math.Max(0, value))];
        var kept = variances.Count(value => value > VarianceTolerance * variances[^1]);
        return new PrincipalAxes(variances, [.. Enumerable.Range(0, kept).Select(k => Axis(order - 1 - k))]);

        double[] Axis(int column)
        {
            var vector = new double[order];
            for (var i = 0; i < order; i++)
            {
                vector[i] = spectrum.Vectors[(i * order) + column];
            }

            var along = new double[n];
            for (var i = 0; i < n; i++)
            {
                var weighted = first
                    ? TensorPrimitives.Dot<double>(centred.AsSpan(i * d, d), vector)
                    : Math.Sqrt(variances[column]) * vector[i];
                along[i] = weighted / roots[i];
            }

            return along;
        }
    }

    // Each row times the root of its weight.
    private static double[] Centre(FeatureCloud cloud, double[] roots, double unit)
    {
        var (n, d) = (cloud.Count, cloud.Dimension);
        var mean = new double[d];
        for (var i = 0; i < n; i++)
        {
            TensorPrimitives.MultiplyAdd(cloud.Features.Slice(i * d, d), roots[i] * roots[i], mean, mean);
        }

        var centred = new double[n * d];
        for (var i = 0; i < n; i++)
        {
            var row = centred.AsSpan(i * d, d);
            TensorPrimitives.Subtract(cloud.Features.Slice(i * d, d), mean, row);
            TensorPrimitives.Multiply(row, roots[i] / unit, row);
        }

        return centred;
    }
}
