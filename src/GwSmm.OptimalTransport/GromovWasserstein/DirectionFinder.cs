namespace GwSmm.OptimalTransport;

/// <summary>
/// Finds the vertex of the couplings that is best to first order: an assignment when n = m and all weights are equal, else a
/// network simplex. Each call starts from what the previous one found. Reusable; not thread-safe.
/// </summary>
internal sealed class DirectionFinder
{
    private readonly NetworkSimplex _simplex = new();
    private readonly LinearAssignment _assignment = new();
    private int[] _sourceOrder = [];
    private int[] _targetOrder = [];
    private double[] _keys = [];
    private bool _useAssignment;
    private bool _warm;
    private double _weight;

    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0.</param>
    public void Set(double[] source, double[] target)
    {
        _useAssignment = source.Length == target.Length
            && !source.AsSpan().ContainsAnyExcept(source[0]) && !target.AsSpan().ContainsAnyExcept(target[0]);
        _weight = source[0];
        _warm = false;
        if (!_useAssignment)
        {
            _simplex.SetMarginals(source, target);
        }
    }

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

        var sources = Sort(sourceKeys, _sourceOrder.AsSpan(0, n));
        var targets = Sort(targetKeys, _targetOrder.AsSpan(0, m));
        if (!_useAssignment)
        {
            _simplex.SetStaircase(sources, targets);
            return;
        }

        // Duals that make the sorted matching and its steps to the next target tight.
        var dual = _keys.AsSpan(0, n);
        dual[targets[0]] = 0;
        for (var k = 1; k < n; k++)
        {
            var x = sourceKeys[sources[k - 1]];
            dual[targets[k]] = dual[targets[k - 1]] - (x * (targetKeys[targets[k]] - targetKeys[targets[k - 1]]));
        }

        _assignment.SetColumnDuals(dual);
        _warm = true;
    }

    /// <summary>Finds the best vertex.</summary>
    /// <param name="cost">The linear cost [n, m].</param>
    /// <param name="vertex">Receives the vertex.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public void Find(ReadOnlySpan<double> cost, SparsePlan vertex, CancellationToken cancellationToken)
    {
        if (!_useAssignment)
        {
            _simplex.Solve(cost, vertex, cancellationToken);
            return;
        }

        var n = (int)Math.Round(Math.Sqrt(cost.Length));
        _assignment.Solve(cost, n, _warm, cancellationToken);
        _warm = true;
        vertex.Begin(n, n);
        for (var i = 0; i < n; i++)
        {
            vertex.Add(i, _assignment.ColumnOf[i], _weight);
        }

        vertex.End();
    }

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
