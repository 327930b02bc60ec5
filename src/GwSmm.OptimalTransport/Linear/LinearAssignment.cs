using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The linear assignment problem: the permutation s that minimises sum C_{i,s(i)}, by shortest augmenting paths after row
/// minima and augmenting row reduction (Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
/// assignment problems", 1987). O(n^3) at worst. Buffers are kept between solves. Not thread-safe: use one per thread.
/// </summary>
internal sealed class LinearAssignment
{
    private const int None = -1;
    private const int ReductionPasses = 2;

    private int[] _columnOf = [];
    private int[] _rowOf = [];
    private int[] _free = [];
    private int[] _from = [];
    private int[] _open = [];
    private double[] _distance = [];
    private double[] _v = [];
    private int _count;

    /// <summary>The column of each row [n].</summary>
    public ReadOnlySpan<int> ColumnOf => _columnOf.AsSpan(0, _count);

    /// <summary>The duals of the columns [n]; the dual of row i is C_{i,s(i)} - v_{s(i)}, the least C_ij - v_j.</summary>
    public ReadOnlySpan<double> ColumnDual => _v.AsSpan(0, _count);

    /// <summary>Solves for a cost.</summary>
    /// <param name="cost">The costs [n, n], row-major, finite.</param>
    /// <param name="count">The number of rows n, at least 1.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    public void Solve(ReadOnlySpan<double> cost, int count, CancellationToken cancellationToken = default)
    {
        Reserve(count);
        ReduceColumns(cost);
        Array.Fill(_columnOf, None, 0, count);
        Array.Fill(_rowOf, None, 0, count);
        var free = AssignRowMinima(cost);
        for (var pass = 0; pass < ReductionPasses && free > 0; pass++)
        {
            free = AugmentRowReduction(cost, free);
        }

        for (var k = 0; k < free; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Augment(cost, _free[k]);
        }
    }

    private void ReduceColumns(ReadOnlySpan<double> cost)
    {
        var v = _v.AsSpan(0, _count);
        cost[.._count].CopyTo(v);
        for (var i = 1; i < _count; i++)
        {
            TensorPrimitives.Min(v, cost.Slice(i * _count, _count), v);
        }
    }

    // Returns the number of rows left free, listed in _free.
    private int AssignRowMinima(ReadOnlySpan<double> cost)
    {
        var free = 0;
        for (var i = 0; i < _count; i++)
        {
            var row = cost.Slice(i * _count, _count);
            var best = 0;
            var least = row[0] - _v[0];
            for (var j = 1; j < row.Length; j++)
            {
                var value = row[j] - _v[j];
                if (value < least)
                {
                    least = value;
                    best = j;
                }
            }

            if (_rowOf[best] == None)
            {
                _rowOf[best] = i;
                _columnOf[i] = best;
            }
            else
            {
                _free[free++] = i;
            }
        }

        return free;
    }

    private int AugmentRowReduction(ReadOnlySpan<double> cost, int free)
    {
        var left = 0;
        var k = 0;

        // With ties a row could be handed round for ever; after so many steps the augmenting paths take over.
        var budget = 4L * _count;
        while (k < free)
        {
            var i = _free[k++];
            var row = cost.Slice(i * _count, _count);
            var (j1, j2, least, second) = TwoLeast(row, _v.AsSpan(0, row.Length));
            var owner = _rowOf[j1];
            var lowered = _v[j1] - (second - least);
            var tight = !(lowered < _v[j1]);
            if (!tight)
            {
                _v[j1] = lowered;
            }
            else if (owner != None)
            {
                j1 = j2;
                owner = _rowOf[j1];
            }

            _rowOf[j1] = i;
            _columnOf[i] = j1;
            if (owner == None)
            {
                continue;
            }

            _columnOf[owner] = None;
            if (!tight && --budget > 0)
            {
                _free[--k] = owner;
            }
            else
            {
                _free[left++] = owner;
            }
        }

        return left;
    }

    private static (int First, int Second, double Least, double Next) TwoLeast(ReadOnlySpan<double> row, ReadOnlySpan<double> v)
    {
        var least = row[0] - v[0];
        var second = double.PositiveInfinity;
        int j1 = 0, j2 = 0;
        for (var j = 1; j < row.Length; j++)
        {
            var value = row[j] - v[j];
            if (value < second)
            {
                if (value < least)
                {
                    (second, j2) = (least, j1);
                    (least, j1) = (value, j);
                }
                else
                {
                    (second, j2) = (value, j);
                }
            }
        }

        return row.Length == 1 ? (0, 0, least, least) : (j1, j2, least, second);
    }

    // Dijkstra over columns from a free row, then the duals of the scanned columns fall and the path is flipped.
    private void Augment(ReadOnlySpan<double> cost, int freeRow)
    {
        var first = cost.Slice(freeRow * _count, _count);
        for (var j = 0; j < _count; j++)
        {
            _distance[j] = first[j] - _v[j];
            _from[j] = freeRow;
            _open[j] = j;
        }

        // _open[0..open) are columns not yet scanned, _open[open..n) those scanned.
        var open = _count;
        int end;
        double least;
        while (true)
        {
            var at = 0;
            least = _distance[_open[0]];
            for (var k = 1; k < open; k++)
            {
                var distance = _distance[_open[k]];
                if (distance < least || (distance == least && _rowOf[_open[k]] == None && _rowOf[_open[at]] != None))
                {
                    least = distance;
                    at = k;
                }
            }

            var column = _open[at];
            if (_rowOf[column] == None)
            {
                end = column;
                break;
            }

            open--;
            (_open[at], _open[open]) = (_open[open], column);
            var i = _rowOf[column];
            var row = cost.Slice(i * _count, _count);
            var offset = row[column] - _v[column] - least;
            for (var k = 0; k < open; k++)
            {
                var j = _open[k];
                var distance = row[j] - _v[j] - offset;
                if (distance < _distance[j])
                {
                    _distance[j] = distance;
                    _from[j] = i;
                }
            }
        }

        for (var k = open; k < _count; k++)
        {
            var j = _open[k];
            _v[j] += _distance[j] - least;
        }

        int previous;
        do
        {
            var i = _from[end];
            _rowOf[end] = i;
            previous = _columnOf[i];
            _columnOf[i] = end;
            end = previous;
        }
        while (previous != None);
    }

    private void Reserve(int count)
    {
        _count = count;
        if (_v.Length < count)
        {
            _columnOf = new int[count];
            _rowOf = new int[count];
            _free = new int[count];
            _from = new int[count];
            _open = new int[count];
            _distance = new double[count];
            _v = new double[count];
        }
    }
}
