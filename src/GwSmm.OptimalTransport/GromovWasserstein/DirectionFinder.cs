namespace GwSmm.OptimalTransport;

/// <summary>
/// Finds the vertex of the couplings that is best to first order, by a network simplex that starts from the vertex found
/// before. Reusable; not thread-safe.
/// </summary>
internal sealed class DirectionFinder : IDirectionFinder
{
    private readonly NetworkSimplex _simplex = new();
    private int[] _sourceOrder = [];
    private int[] _targetOrder = [];
    private double[] _keys = [];

    /// <inheritdoc/>
    public void Set(double[] source, double[] target) => _simplex.SetMarginals(source, target);

    /// <summary>Tells that the first cost is minus the outer product of two vectors: sorting both solves it.</summary>
    /// <param name="sourceKeys">The vector of the sources [n].</param>
    /// <param name="targetKeys">The vector of the targets [m].</param>
    public void PrepareOuterProduct(ReadOnlySpan<double> sourceKeys, ReadOnlySpan<double> targetKeys)
    {
        var (n, m) = (sourceKeys.Length, targetKeys.Length);
        if (_sourceOrder.Length < n || _targetOrder.Length < m)
        {
            _sourceOrder = new int[n];
            _targetOrder = new int[m];
            _keys = new double[Math.Max(n, m)];
        }

        _simplex.SetStaircase(Sort(sourceKeys, _sourceOrder.AsSpan(0, n)), Sort(targetKeys, _targetOrder.AsSpan(0, m)));
    }

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<double> cost, SparsePlan vertex, CancellationToken cancellationToken) =>
        _simplex.Solve(cost, vertex, cancellationToken);

    private Span<int> Sort(ReadOnlySpan<double> keys, Span<int> order)
    {
        var copy = _keys.AsSpan(0, keys.Length);
        keys.CopyTo(copy);
        for (var k = 0; k < order.Length; k++)
        {
            order[k] = k;
        }

        copy.Sort(order);
        return order;
    }
}
