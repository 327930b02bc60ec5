using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Minimises sum w_k c_k + lambda sum w_k^2 over w at least 0 with sum 1: the projection of -c / (2 lambda) on the simplex, so w_k =
/// max(0, t - c_k) / (2 lambda) with the one t that makes the sum 1 (Held, Wolfe, Crowder, "Validation of subgradient optimization", 1974).
/// </summary>
internal static class SimplexWeights
{
    /// <summary>Finds the weights.</summary>
    /// <param name="costs">The costs c [d]; at least 1.</param>
    /// <param name="lambda">Above 0.</param>
    /// <param name="weights">Receives the weights [d].</param>
    public static void Minimize(ReadOnlySpan<double> costs, double lambda, Span<double> weights)
    {
        var sorted = costs.ToArray();
        Array.Sort(sorted);

        // Costs count from the least one, so that large ones leave lambda its digits.
        var least = sorted[0];
        var sum = 0.0;
        var level = 0.0;
        for (var k = 0; k < sorted.Length; k++)
        {
            sum += sorted[k] - least;
            var next = ((2 * lambda) + sum) / (k + 1);
            if (next <= sorted[k] - least)
            {
                break;
            }

            level = next;
        }

        var total = 0.0;
        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = Math.Max(0, level - (costs[k] - least));
            total += weights[k];
        }

        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] /= total;
        }
    }

    /// <summary>The least value, from below: t - sum max(0, t - c_k)^2 / (4 lambda) is at most that for any t, and equal for the best one.</summary>
    /// <param name="costs">The costs c [d]; at least 0, at least 1 of them.</param>
    /// <param name="lambda">Above 0.</param>
    /// <returns>At least 0; at most the least value, rounding errors included.</returns>
    public static double LeastValue(ReadOnlySpan<double> costs, double lambda)
    {
        var weights = new double[costs.Length];
        Minimize(costs, lambda, weights);
        var first = TensorPrimitives.IndexOfMin(costs);
        var level = costs[first] + (2 * lambda * weights[first]);
        var sum = 0.0;
        foreach (var cost in costs)
        {
            var above = Math.Max(0, level - cost);
            sum += above / (4 * lambda) * above;
        }

        var allowance = BoundAllowance.Units(costs.Length + 1) * (level + sum);
        return double.IsFinite(sum) ? Math.Max(0, level - sum - allowance) : 0;
    }
}
