using System.Numerics.Tensors;
using GwSmm.Numerics;

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
    private int[] _settled = [];
    private double[] _origin = [];
    private double[] _distance = [];
    private double[] _reached = [];
    private double[] _open = [];
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

    private ReadOnlySpan<double> Row(ReadOnlySpan<double> cost, int i) => cost.Slice(i * _count, _count);

    private void ReduceColumns(ReadOnlySpan<double> cost)
    {
        var v = _v.AsSpan(0, _count);
        cost[.._count].CopyTo(v);
        for (var i = 1; i < _count; i++)
        {
            TensorPrimitives.Min(v, Row(cost, i), v);
        }
    }

    // Returns the number of rows left free, listed in _free.
    private int AssignRowMinima(ReadOnlySpan<double> cost)
    {
        var v = _v.AsSpan(0, _count);
        var free = 0;
        for (var i = 0; i < _count; i++)
        {
            var best = RowScan.FindTwoLeast(Row(cost, i), v).First;
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
        var v = _v.AsSpan(0, _count);
        var left = 0;
        var k = 0;

        // With ties a row could be handed round for ever; after so many steps the augmenting paths take over.
        var budget = 4L * _count;
        while (k < free)
        {
            var i = _free[k++];
            var (j, least, next) = RowScan.FindTwoLeast(Row(cost, i), v);
            var owner = _rowOf[j];
            var lowered = v[j] - (next - least);
            var tight = !(lowered < v[j]) || double.IsInfinity(lowered);
            if (tight && owner != None)
            {
                _free[left++] = i;
                continue;
            }

            v[j] = tight ? v[j] : lowered;
            _rowOf[j] = i;
            _columnOf[i] = j;
            if (owner == None)
            {
                continue;
            }

            _columnOf[owner] = None;
            if (--budget > 0)
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

    // Dijkstra over columns from a free row, then the duals of the settled columns fall and the path is flipped.
    private void Augment(ReadOnlySpan<double> cost, int freeRow)
    {
        var v = _v.AsSpan(0, _count);
        var open = _open.AsSpan(0, _count);
        var distance = _distance.AsSpan(0, _count);
        var origin = _origin.AsSpan(0, _count);
        v.CopyTo(open);
        distance.Fill(double.PositiveInfinity);
        var settled = 0;
        var column = RowScan.Relax(Row(cost, freeRow), open, 0, freeRow, distance, origin, out var least);
        while (_rowOf[column] != None)
        {
            _settled[settled] = column;
            _reached[settled++] = least;

            // Out of the search: its distance is never again below infinity.
            open[column] = double.NegativeInfinity;
            distance[column] = double.PositiveInfinity;
            var i = _rowOf[column];
            var row = Row(cost, i);
            column = RowScan.Relax(row, open, row[column] - v[column] - least, i, distance, origin, out least);
        }

        for (var k = 0; k < settled; k++)
        {
            v[_settled[k]] += _reached[k] - least;
        }

        while (true)
        {
            var i = (int)origin[column];
            var held = _columnOf[i];
            _rowOf[column] = i;
            _columnOf[i] = column;
            if (i == freeRow)
            {
                return;
            }

            column = held;
        }
    }

    private void Reserve(int count)
    {
        _count = count;
        if (_v.Length < count)
        {
            _columnOf = new int[count];
            _rowOf = new int[count];
            _free = new int[count];
            _settled = new int[count];
            _origin = new double[count];
            _distance = new double[count];
            _reached = new double[count];
            _open = new double[count];
            _v = new double[count];
        }
    }
}
