using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Exact optimal transport between discrete measures: min sum C_ij T_ij over couplings T, by the primal network simplex method on
/// the dense bipartite graph, with a strongly feasible basis against cycling (Ahuja, Magnanti, Orlin, "Network Flows", 1993,
/// chapter 11). A look at a row leaves a short list of its good columns; two of three arcs are sought on the lists, which stay in
/// the cache. Buffers are kept between solves, and a solve can start from the basis of the previous one. Not thread-safe: use one
/// per thread.
/// </summary>
internal sealed class NetworkSimplex
{
    // Reduced costs above minus this fraction of the largest cost are rounding errors of the duals.
    private const double RelativeTolerance = 1e-14;

    // Lists age as the duals move: after so many rounds a look at all columns saves more pivots than it costs.
    private const int ListRounds = 2;

    private long[] _sourceMass = [];
    private long[] _targetMass = [];
    private int[] _arcSource = [];
    private int[] _arcTarget = [];
    private long[] _arcFlow = [];
    private long[] _remaining = [];
    private int[] _scratch = [];
    private int[] _open = [];
    private int[] _listColumn = [];
    private double[] _listCost = [];
    private TransportTree _tree = new(0);
    private int _capacity;
    private int _sources;
    private int _targets;
    private double _tolerance;
    private CancellationToken _cancellation;
    private double _unit;
    private bool _hasBasis;

    /// <summary>The duals u [n] then v [m] of the last solve: u_i + v_j is at most C_ij, and equal where the plan has mass.</summary>
    public ReadOnlySpan<double> Dual => _tree.Dual.AsSpan(0, _sources + _targets);

    /// <summary>Pivots of the last solve.</summary>
    public long Pivots { get; private set; }

    /// <summary>Sets the marginals and forgets the basis.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0, with the same sum.</param>
    public void SetMarginals(ReadOnlySpan<double> source, ReadOnlySpan<double> target)
    {
        _sources = source.Length;
        _targets = target.Length;
        Reserve(_sources, _targets);
        _unit = TransportMasses.Fill(source, target, _sourceMass.AsSpan(0, _sources), _targetMass.AsSpan(0, _targets));
        _hasBasis = false;
    }

    /// <summary>Makes the staircase along given orders of sources and targets the basis (north-west corner rule).</summary>
    /// <param name="sourceOrder">A permutation of the sources [n].</param>
    /// <param name="targetOrder">A permutation of the targets [m].</param>
    public void SetStaircase(ReadOnlySpan<int> sourceOrder, ReadOnlySpan<int> targetOrder)
    {
        int i = 0, j = 0;
        var supply = _sourceMass[sourceOrder[0]];
        var demand = _targetMass[targetOrder[0]];
        for (var a = 0; a < _sources + _targets - 1; a++)
        {
            var flow = Math.Min(supply, demand);
            _arcSource[a] = sourceOrder[i];
            _arcTarget[a] = targetOrder[j];
            _arcFlow[a] = flow;
            supply -= flow;
            demand -= flow;

            // On a tie the target advances: the arc without flow that follows leads from a source towards the last target, the root.
            if (demand == 0 && j + 1 < _targets)
            {
                demand = _targetMass[targetOrder[++j]];
            }
            else if (i + 1 < _sources)
            {
                supply = _sourceMass[sourceOrder[++i]];
            }
        }

        BuildTree(targetOrder[_targets - 1]);
    }

    /// <summary>Solves for a cost. Starts from the last basis if the marginals are still the same.</summary>
    /// <param name="cost">The costs [n, m], row-major, finite.</param>
    /// <param name="plan">Receives an optimal vertex.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    public void Solve(ReadOnlySpan<double> cost, SparsePlan plan, CancellationToken cancellationToken = default)
    {
        if (!_hasBasis)
        {
            SetCheapRows(cost);
        }

        _tolerance = RelativeTolerance * Math.Abs(TensorPrimitives.MaxMagnitude(cost));
        _cancellation = cancellationToken;
        Pivots = 0;

        // Duals drift by rounding while they are updated; only fresh ones may say that the vertex is optimal.
        do
        {
            _tree.ComputeDuals(cost);
        }
        while (ScanRows(cost));

        _tree.CopyPlan(plan, _unit);
    }

    // Goes over all rows once, makes a short list of each and takes an arc from it, then goes over the lists. True when it pivoted.
    private bool ScanRows(ReadOnlySpan<double> cost)
    {
        var before = Pivots;
        var dual = Dual[_sources..];
        for (var i = 0; i < _sources; i++)
        {
            var row = cost.Slice(i * _targets, _targets);
            var columns = _listColumn.AsSpan(i * RowScan.Classes, RowScan.Classes);
            RowScan.FindClassLeasts(row, dual, columns);
            for (var k = 0; k < columns.Length; k++)
            {
                // A row shorter than the list repeats its first column.
                columns[k] = Math.Max(0, columns[k]);
                _listCost[(i * RowScan.Classes) + k] = row[columns[k]];
            }

            PivotAlongList(cost, i);
        }

        if (Pivots == before)
        {
            return false;
        }

        for (var round = 0; round < ListRounds; round++)
        {
            for (var i = 0; i < _sources; i++)
            {
                PivotAlongList(cost, i);
            }
        }

        return true;
    }

    // Brings in the best arc of a row's short list, if one lowers the cost.
    private void PivotAlongList(ReadOnlySpan<double> cost, int source)
    {
        var dual = Dual[_sources..];
        var columns = _listColumn.AsSpan(source * RowScan.Classes, RowScan.Classes);
        var costs = _listCost.AsSpan(source * RowScan.Classes, RowScan.Classes);
        var at = 0;
        var least = double.PositiveInfinity;
        for (var k = 0; k < costs.Length && k < columns.Length; k++)
        {
            var value = costs[k] - dual[columns[k]];
            if (value < least)
            {
                (at, least) = (k, value);
            }
        }

        var reduced = least - Dual[source];
        if (reduced >= -_tolerance)
        {
            return;
        }

        _tree.Pivot(source, columns[at], reduced);
        if (++Pivots % (_sources + _targets) == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            _tree.ComputeDuals(cost);
        }
    }

    // Each source in turn ships to the cheapest targets that still have demand. Ties between what is left of a source and of a
    // target are broken as if each source had an infinitesimal more and the root absorbed it: that makes the tree strongly feasible.
    private void SetCheapRows(ReadOnlySpan<double> cost)
    {
        const int Root = 0;
        var excess = _scratch.AsSpan(0, _targets);
        excess.Clear();
        excess[Root] = _sources;
        _targetMass.AsSpan(0, _targets).CopyTo(_remaining);
        var open = _targets;
        for (var j = 0; j < _targets; j++)
        {
            _open[j] = j;
        }

        var arcs = 0;
        for (var i = 0; i < _sources; i++)
        {
            var supply = _sourceMass[i];
            var extra = 1;
            while (true)
            {
                var at = 0;
                for (var k = 1; k < open; k++)
                {
                    at = cost[(i * _targets) + _open[k]] < cost[(i * _targets) + _open[at]] ? k : at;
                }

                var j = _open[at];
                var sourceEnds = supply < _remaining[j] || (supply == _remaining[j] && extra <= excess[j]);
                var flow = Math.Min(supply, _remaining[j]);
                _arcSource[arcs] = i;
                _arcTarget[arcs] = j;
                _arcFlow[arcs++] = flow;
                if (sourceEnds && (i + 1 < _sources || open == 1))
                {
                    _remaining[j] -= flow;
                    excess[j] -= extra;
                    break;
                }

                supply -= flow;
                extra -= excess[j];
                _open[at] = _open[--open];
            }
        }

        BuildTree(Root);
    }

    private void BuildTree(int root)
    {
        var arcs = _sources + _targets - 1;
        _tree.Build(_sources, _targets, root, _arcSource.AsSpan(0, arcs), _arcTarget.AsSpan(0, arcs), _arcFlow.AsSpan(0, arcs), _scratch);
        _hasBasis = true;
    }

    private void Reserve(int sources, int targets)
    {
        if (_listColumn.Length < sources * RowScan.Classes)
        {
            _listColumn = new int[sources * RowScan.Classes];
            _listCost = new double[sources * RowScan.Classes];
        }

        var nodes = sources + targets;
        if (nodes <= _capacity)
        {
            return;
        }

        _capacity = nodes;
        _sourceMass = new long[nodes];
        _targetMass = new long[nodes];
        _arcSource = new int[nodes];
        _arcTarget = new int[nodes];
        _arcFlow = new long[nodes];
        _remaining = new long[nodes];
        _open = new int[nodes];
        _scratch = new int[(4 * nodes) + 1];
        _tree = new TransportTree(nodes);
    }
}
