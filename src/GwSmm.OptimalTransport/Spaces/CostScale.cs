using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>Finds the number that a normalisation divides costs by.</summary>
internal static class CostScale
{
    /// <summary>Finds the number; 1 when all costs are 0 or one is not finite, as nothing can be scaled then.</summary>
    /// <param name="cost">The costs [n, n].</param>
    /// <param name="normalization">The normalisation.</param>
    /// <returns>Above 0.</returns>
    /// <exception cref="GwSmmException">The mean or median is not above 0, though some cost is not 0.</exception>
    public static double Of(double[] cost, CostNormalization normalization)
    {
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(cost));
        if (normalization == CostNormalization.None || largest == 0 || !double.IsFinite(largest))
        {
            return 1;
        }

        var scale = normalization switch
        {
            CostNormalization.Max => largest,
            CostNormalization.Mean => TensorPrimitives.Sum<double>(cost) / cost.Length,
            _ => Median(cost),
        };
        return scale > 0
            ? scale
            : throw new GwSmmException(
                $"The {(normalization == CostNormalization.Mean ? "mean" : "median")} of the costs is {scale}, which nothing can be divided by. Use another normalisation.");
    }

    private static double Median(double[] cost)
    {
        var sorted = cost.AsSpan().ToArray();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }
}
