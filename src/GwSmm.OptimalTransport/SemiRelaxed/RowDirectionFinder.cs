using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Finds the best vertex of the plans with given row sums: each row puts all its mass in its cheapest column, the first of these on a
/// tie. Not thread-safe.
/// </summary>
internal sealed class RowDirectionFinder : IDirectionFinder
{
    private double[] _weights = [];

    /// <inheritdoc/>
    public void Set(double[] source, double[] target) => _weights = source;

    /// <summary>Does nothing: rows are searched one by one anyway.</summary>
    /// <param name="sourceKeys">Not used.</param>
    /// <param name="targetKeys">Not used.</param>
    public void PrepareOuterProduct(ReadOnlySpan<double> sourceKeys, ReadOnlySpan<double> targetKeys)
    {
    }

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<double> cost, SparsePlan vertex, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (n, m) = (_weights.Length, cost.Length / _weights.Length);
        vertex.Begin(n, m, n);
        for (var i = 0; i < n; i++)
        {
            vertex.Add(i, TensorPrimitives.IndexOfMin(cost.Slice(i * m, m)), _weights[i]);
        }

        vertex.End();
    }
}
