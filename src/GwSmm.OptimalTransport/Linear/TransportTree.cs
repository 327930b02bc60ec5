namespace GwSmm.OptimalTransport;

/// <summary>
/// The basis of the network simplex method: a spanning tree of sources (nodes 0..n-1) and targets (nodes n..n+m-1), each arc with
/// its flow, each node with its dual. The tree is kept strongly feasible (Cunningham, "A network simplex method", 1976): an arc
/// without flow leads from a source to the target above it. So no pivot sequence can repeat. Not thread-safe.
/// </summary>
internal sealed class TransportTree
{
    private const int None = -1;

    private readonly int[] _parent;
    private readonly int[] _firstChild;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _depth;
    private readonly long[] _flow;
    private int _sources;
    private int _targets;
    private int _root;

    public TransportTree(int capacity)
    {
        _parent = new int[capacity];
        _firstChild = new int[capacity];
        _next = new int[capacity];
        _previous = new int[capacity];
        _depth = new int[capacity];
        _flow = new long[capacity];
        Dual = new double[capacity];
    }

    /// <summary>The duals: u of the sources, then v of the targets; u_i + v_j = c_ij on every arc of the tree.</summary>
    public double[] Dual { get; }

    /// <summary>Builds the tree from its arcs.</summary>
    /// <param name="sources">The number of sources n.</param>
    /// <param name="targets">The number of targets m.</param>
    /// <param name="root">The target that becomes the root.</param>
    /// <param name="arcSource">The source of each of the n + m - 1 arcs.</param>
    /// <param name="arcTarget">The target of each arc, 0..m-1.</param>
    /// <param name="arcFlow">The flow of each arc.</param>
    /// <param name="scratch">At least 2 (n + m) + 2 (n + m - 1) + 1 numbers.</param>
    public void Build(
        int sources, int targets, int root, ReadOnlySpan<int> arcSource, ReadOnlySpan<int> arcTarget, ReadOnlySpan<long> arcFlow, Span<int> scratch)
    {
        _sources = sources;
        _targets = targets;
        _root = sources + root;
        var nodes = sources + targets;
        var arcs = nodes - 1;
        var start = scratch[..(nodes + 1)];
        var queue = scratch.Slice(nodes + 1, nodes);
        var incident = scratch.Slice((2 * nodes) + 1, 2 * arcs);
        start.Clear();
        for (var a = 0; a < arcs; a++)
        {
            start[arcSource[a]]++;
            start[sources + arcTarget[a]]++;
        }

        for (var k = 1; k <= nodes; k++)
        {
            start[k] += start[k - 1];
        }

        for (var a = arcs - 1; a >= 0; a--)
        {
            incident[--start[arcSource[a]]] = a;
            incident[--start[sources + arcTarget[a]]] = a;
        }

        Array.Fill(_firstChild, None, 0, nodes);
        Array.Fill(_depth, None, 0, nodes);
        _parent[_root] = None;
        _next[_root] = _previous[_root] = None;
        _depth[_root] = 0;
        queue[0] = _root;
        var tail = 1;
        for (var head = 0; head < tail; head++)
        {
            var node = queue[head];
            for (var k = start[node]; k < start[node + 1]; k++)
            {
                var a = incident[k];
                var other = node < sources ? sources + arcTarget[a] : arcSource[a];
                if (_depth[other] == None)
                {
                    _flow[other] = arcFlow[a];
                    _depth[other] = _depth[node] + 1;
                    Attach(other, node);
                    queue[tail++] = other;
                }
            }
        }

        if (tail != nodes)
        {
            throw new InvalidOperationException("The arcs do not form a spanning tree.");
        }
    }

    /// <summary>Computes all duals from the costs of the arcs; the dual of the root stays as it is.</summary>
    /// <param name="cost">The costs [n, m], row-major.</param>
    public void ComputeDuals(ReadOnlySpan<double> cost)
    {
        Dual[_root] = 0;
        for (var node = Following(_root, _root); node != None; node = Following(node, _root))
        {
            var parent = _parent[node];
            Dual[node] = cost[Cell(node, parent)] - Dual[parent];
        }
    }

    /// <summary>Brings an arc into the tree, pushes as much flow as possible round its cycle, and drops the last arc to block.</summary>
    /// <param name="source">The source of the entering arc.</param>
    /// <param name="target">The target of the entering arc, 0..m-1.</param>
    /// <param name="reducedCost">c_ij - u_i - v_j of the entering arc, below 0.</param>
    public void Pivot(int source, int target, double reducedCost)
    {
        var i = source;
        var j = _sources + target;
        var apex = Apex(i, j);

        // Flow falls on arcs above sources on the way up from i, and above targets on the way up from j.
        var theta = long.MaxValue;
        var leaving = None;
        for (var node = i; node != apex; node = _parent[node])
        {
            if (node < _sources && _flow[node] < theta)
            {
                theta = _flow[node];
                leaving = node;
            }
        }

        var onSourceSide = true;
        for (var node = j; node != apex; node = _parent[node])
        {
            if (node >= _sources && _flow[node] <= theta)
            {
                theta = _flow[node];
                leaving = node;
                onSourceSide = false;
            }
        }

        if (theta != 0)
        {
            for (var node = i; node != apex; node = _parent[node])
            {
                _flow[node] += node < _sources ? -theta : theta;
            }

            for (var node = j; node != apex; node = _parent[node])
            {
                _flow[node] += node < _sources ? theta : -theta;
            }
        }

        var (top, under) = onSourceSide ? (i, j) : (j, i);
        Rehang(top, under, leaving, theta);
        ShiftSubtree(top, onSourceSide ? reducedCost : -reducedCost);
    }

    /// <summary>Sums up the cells of the plan by rows.</summary>
    /// <param name="plan">Receives the cells that carry flow.</param>
    /// <param name="unit">What one unit of flow weighs.</param>
    public void CopyPlan(SparsePlan plan, double unit)
    {
        plan.Begin(_sources, _targets);
        var nodes = _sources + _targets;
        for (var node = 0; node < nodes; node++)
        {
            if (node != _root && _flow[node] > 0)
            {
                var other = _parent[node];
                plan.Add(Math.Min(node, other), Math.Max(node, other) - _sources, _flow[node] * unit);
            }
        }

        plan.End();
    }

    private int Cell(int node, int other) =>
        node < _sources ? (node * _targets) + other - _sources : (other * _targets) + node - _sources;

    private int Apex(int a, int b)
    {
        while (a != b)
        {
            if (_depth[a] >= _depth[b])
            {
                a = _parent[a];
            }
            else
            {
                b = _parent[b];
            }
        }

        return a;
    }

    // The next node of the subtree in preorder, or None.
    private int Following(int node, int top)
    {
        if (_firstChild[node] != None)
        {
            return _firstChild[node];
        }

        while (node != top)
        {
            if (_next[node] != None)
            {
                return _next[node];
            }

            node = _parent[node];
        }

        return None;
    }

    // Makes `top` the top of the subtree that ended in `leaving`, and hangs it under `under`.
    private void Rehang(int top, int under, int leaving, long flow)
    {
        var node = top;
        while (true)
        {
            var above = _parent[node];
            var aboveFlow = _flow[node];
            Detach(node);
            _flow[node] = flow;
            Attach(node, under);
            if (node == leaving)
            {
                return;
            }

            under = node;
            flow = aboveFlow;
            node = above;
        }
    }

    private void ShiftSubtree(int top, double sourceShift)
    {
        for (var node = top; node != None; node = Following(node, top))
        {
            Dual[node] += node < _sources ? sourceShift : -sourceShift;
            _depth[node] = _depth[_parent[node]] + 1;
        }
    }

    private void Attach(int node, int parent)
    {
        var first = _firstChild[parent];
        _parent[node] = parent;
        _previous[node] = None;
        _next[node] = first;
        _firstChild[parent] = node;
        if (first != None)
        {
            _previous[first] = node;
        }
    }

    private void Detach(int node)
    {
        if (_previous[node] == None)
        {
            _firstChild[_parent[node]] = _next[node];
        }
        else
        {
            _next[_previous[node]] = _next[node];
        }

        if (_next[node] != None)
        {
            _previous[_next[node]] = _previous[node];
        }
    }
}
