using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Symmetric costs split as C_ij = s + d_i + d_j + C^_ij, with the mean cost s = p'Cp, the deviations d = C p - s, and the centred
/// costs C^, whose weighted rows sum to 0. Immutable by convention; thread-safe.
/// </summary>
/// <param name="Mean">The mean cost s.</param>
/// <param name="Deviations">The deviations d [n].</param>
/// <param name="Costs">The centred costs C^ [n, n].</param>
internal sealed record CentredCosts(double Mean, double[] Deviations, double[] Costs)
{
    /// <summary>Splits costs.</summary>
    /// <param name="costs">The costs [n, n], symmetric.</param>
    /// <param name="weights">The weights [n], with sum 1.</param>
    /// <returns>The parts.</returns>
    public static CentredCosts Of(ReadOnlySpan<double> costs, double[] weights)
    {
        var n = weights.Length;
        var deviations = new double[n];
        for (var i = 0; i < n; i++)
        {
            deviations[i] = TensorPrimitives.Dot(costs.Slice(i * n, n), weights);
        }

        var mean = TensorPrimitives.Dot<double>(deviations, weights);
        TensorPrimitives.Subtract(deviations, mean, deviations);
        var centred = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var row = centred.AsSpan(i * n, n);
            TensorPrimitives.Subtract(costs.Slice(i * n, n), deviations, row);
            TensorPrimitives.Subtract(row, deviations[i] + mean, row);
        }

        return new CentredCosts(mean, deviations, centred);
    }
}
