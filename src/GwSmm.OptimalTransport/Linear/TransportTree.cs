namespace GwSmm.OptimalTransport;

/// <summary>
/// The basis of the network simplex method: a spanning tree of sources (nodes 0..n-1) and targets (nodes n..n+m-1), each arc with
/// its flow, each node with its dual. The tree is kept strongly feasible (Cunningham, "A network simplex method", 1976): an arc
/// without flow leads from a source to the target above it. So no pivot sequence can repeat. Nodes are linked in preorder: a subtree is
/// one piece of the list. Not thread-safe.
/// </summary>
internal sealed class TransportTree
{
    private const int None = -1;

    private readonly TransportNode[] _nodes;
    private int _sources;
    private int _targets;
    private int _root;

    /// <summary>Creates room for trees.</summary>
    /// <param name="capacity">The largest number of nodes, sources and targets together.</param>
    public TransportTree(int capacity)
    {
        _nodes = new TransportNode[capacity];
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
    /// <param name="scratch">At least 4 (n + m) + 1 numbers.</param>
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

        for (var k = 0; k < nodes; k++)
        {
            _nodes[k].Depth = None;
        }

        (_nodes[_root].Parent, _nodes[_root].Depth) = (None, 0);
        queue[0] = _root;
        var tail = 1;
        for (var head = 0; head < tail; head++)
        {
            var node = queue[head];
            for (var k = start[node]; k < start[node + 1]; k++)
            {
                var a = incident[k];
                var other = node < sources ? sources + arcTarget[a] : arcSource[a];
                ref var found = ref _nodes[other];
                if (found.Depth == None)
                {
                    (found.Flow, found.Parent, found.Depth) = (arcFlow[a], node, _nodes[node].Depth + 1);
                    queue[tail++] = other;
                }
            }
        }

        if (tail != nodes)
        {
            throw new InvalidOperationException("The arcs do not form a spanning tree.");
        }

        LinkInPreorder(queue, start[..nodes], incident[..nodes], scratch.Slice((3 * nodes) + 1, nodes));
    }

    /// <summary>Computes all duals from the costs of the arcs; the dual of the root is 0.</summary>
    /// <param name="cost">The costs [n, m], row-major.</param>
    public void ComputeDuals(ReadOnlySpan<double> cost)
    {
        Dual[_root] = 0;
        for (var node = _nodes[_root].Next; node != None; node = _nodes[node].Next)
        {
            var parent = _nodes[node].Parent;
            Dual[node] = cost[Cell(node, parent)] - Dual[parent];
        }
    }

    /// <summary>Brings an arc into the tree, pushes as much flow as possible round its cycle, and drops the last arc to block.</summary>
    /// <param name="source">The source of the entering arc.</param>
    /// <param name="target">The target of the entering arc, 0..m-1.</param>
    /// <param name="reducedCost">c_ij - u_i - v_j of the entering arc, below 0.</param>
    public void Pivot(int source, int target, double reducedCost)
    {
        var (nodes, sources) = (_nodes, _sources);
        var (i, j) = (source, sources + target);

        // Flow falls on arcs above sources on the way up from i, and above targets on the way up from j. The first arc to block is sought
        // from i, the last one from j, on the way to where both meet.
        var (a, b) = (i, j);
        var (depthOfA, depthOfB) = (nodes[a].Depth, nodes[b].Depth);
        var (thetaOfA, thetaOfB) = (long.MaxValue, long.MaxValue);
        var (leavingOfA, leavingOfB) = (None, None);
        while (a != b)
        {
            if (depthOfA >= depthOfB)
            {
                ref readonly var node = ref nodes[a];
                if (a < sources && node.Flow < thetaOfA)
                {
                    (thetaOfA, leavingOfA) = (node.Flow, a);
                }

                (a, depthOfA) = (node.Parent, depthOfA - 1);
            }
            else
            {
                ref readonly var node = ref nodes[b];
                if (b >= sources && node.Flow <= thetaOfB)
                {
                    (thetaOfB, leavingOfB) = (node.Flow, b);
                }

                (b, depthOfB) = (node.Parent, depthOfB - 1);
            }
        }

        var onSourceSide = leavingOfB == None || thetaOfB > thetaOfA;
        var theta = onSourceSide ? thetaOfA : thetaOfB;
        if (theta != 0)
        {
            Push(i, a, theta);
            Push(j, a, -theta);
        }

        var (top, under, leaving) = onSourceSide ? (i, j, leavingOfA) : (j, i, leavingOfB);
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
            if (node != _root && _nodes[node].Flow > 0)
            {
                var other = _nodes[node].Parent;
                plan.Add(Math.Min(node, other), Math.Max(node, other) - _sources, _nodes[node].Flow * unit);
            }
        }

        plan.End();
    }

    private int Cell(int node, int other) =>
        node < _sources ? (node * _targets) + other - _sources : (other * _targets) + node - _sources;

    // Takes flow from the arcs above sources and gives it to those above targets, up to the apex.
    private void Push(int from, int apex, long theta)
    {
        for (var node = from; node != apex; node = _nodes[node].Parent)
        {
            _nodes[node].Flow += node < _sources ? -theta : theta;
        }
    }

    // From the sizes of the subtrees, which the nodes in order of their depths give from the end, follows the place of every node.
    private void LinkInPreorder(ReadOnlySpan<int> byDepth, Span<int> place, Span<int> size, Span<int> order)
    {
        size.Fill(1);
        for (var k = byDepth.Length - 1; k > 0; k--)
        {
            size[_nodes[byDepth[k]].Parent] += size[byDepth[k]];
        }

        // The last node of a subtree is for now the place of its next child.
        place[_root] = 0;
        _nodes[_root].Last = 1;
        for (var k = 1; k < byDepth.Length; k++)
        {
            var node = byDepth[k];
            ref var next = ref _nodes[_nodes[node].Parent].Last;
            place[node] = next;
            _nodes[node].Last = next + 1;
            next += size[node];
        }

        foreach (var node in byDepth)
        {
            order[place[node]] = node;
        }

        for (var k = 0; k < order.Length; k++)
        {
            ref var node = ref _nodes[order[k]];
            node.Previous = k == 0 ? None : order[k - 1];
            node.Next = k + 1 == order.Length ? None : order[k + 1];
            node.Last = order[k + size[order[k]] - 1];
        }
    }

    // Makes `top` the top of the subtree that ended in `leaving`, and hangs it under `under`.
    private void Rehang(int top, int under, int leaving, long flow)
    {
        var node = top;
        while (true)
        {
            var (above, aboveFlow) = (_nodes[node].Parent, _nodes[node].Flow);
            Detach(node);
            _nodes[node].Flow = flow;
            Attach(node, under);
            if (node == leaving)
            {
                return;
            }

            (under, flow, node) = (node, aboveFlow, above);
        }
    }

    private void ShiftSubtree(int top, double sourceShift)
    {
        var (nodes, dual) = (_nodes, Dual);
        var bits = BitConverter.DoubleToInt64Bits(sourceShift);
        var node = top;
        var last = nodes[top].Last;
        while (true)
        {
            // Targets shift the other way. Sources and targets come in no order that a branch could be foretold by.
            var sign = (long)~((node - _sources) >> 31) << 63;
            dual[node] += BitConverter.Int64BitsToDouble(bits ^ sign);
            ref var shifted = ref nodes[node];
            shifted.Depth = nodes[shifted.Parent].Depth + 1;
            if (node == last)
            {
                return;
            }

            node = shifted.Next;
        }
    }

    // Puts the piece of a subtree behind its new parent.
    private void Attach(int node, int parent)
    {
        ref var first = ref _nodes[node];
        var last = first.Last;
        var after = _nodes[parent].Next;
        (first.Parent, first.Previous) = (parent, parent);
        _nodes[parent].Next = node;
        _nodes[last].Next = after;
        if (after != None)
        {
            _nodes[after].Previous = last;
        }

        Extend(parent, parent, last);
    }

    private void Detach(int node)
    {
        ref readonly var first = ref _nodes[node];
        var (before, last) = (first.Previous, first.Last);
        var after = _nodes[last].Next;
        _nodes[before].Next = after;
        if (after != None)
        {
            _nodes[after].Previous = before;
        }

        Extend(first.Parent, last, before);
    }

    // Subtrees that ended in `last` end in another node.
    private void Extend(int node, int last, int newLast)
    {
        for (; node != None && _nodes[node].Last == last; node = _nodes[node].Parent)
        {
            _nodes[node].Last = newLast;
        }
    }
}
