using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The product C1 T C2 for squared Euclidean costs, which are C = L R^T with L = [-2 x, s, 1] and R = [x, 1, s] of d + 2 columns. So
/// C1 T C2 = L1 (R1^T T R2) L2^T in O(n m d) instead of O(n^2 m). Reusable; not thread-safe.
/// </summary>
internal sealed class SquaredCostProduct
{
    private double[] _left1 = [];
    private double[] _right1 = [];
    private double[] _left2 = [];
    private double[] _right2 = [];
    private double[] _moved = [];
    private double[] _core = [];
    private LowRankFactor _source = null!;
    private LowRankFactor _target = null!;
    private bool _filled;
    private int _n;
    private int _m;
    private int _rank1;
    private int _rank2;

    /// <summary>Takes up two spaces.</summary>
    /// <param name="source">The points of the first [n].</param>
    /// <param name="target">The points of the second [m].</param>
    public void Set(LowRankFactor source, LowRankFactor target)
    {
        (_n, _rank1) = (source.Squares.Length, source.Dimension + 2);
        (_m, _rank2) = (target.Squares.Length, target.Dimension + 2);
        (_source, _target, _filled) = (source, target, false);
    }

    /// <summary>Multiplications that one product of a dense coupling takes.</summary>
    public double DenseWork => SparseWork(0) + ((double)_n * _m * _rank2);

    /// <summary>Multiplications that one product of a sparse coupling takes.</summary>
    /// <param name="cells">The cells of the coupling.</param>
    /// <returns>The number.</returns>
    public double SparseWork(int cells) => ((double)_n * _rank2 * (_m + (2.0 * _rank1))) + ((double)cells * _rank2);

    /// <summary>Computes alpha C1 T C2 of a dense coupling.</summary>
    /// <param name="alpha">The factor.</param>
    /// <param name="plan">The coupling T [n, m].</param>
    /// <param name="destination">Receives the product [n, m].</param>
    public void Of(double alpha, ReadOnlySpan<double> plan, Span<double> destination)
    {
        Fill();
        Gemm.Multiply(false, false, _n, _rank2, _m, 1, plan, _m, _right2, _rank2, 0, _moved, _rank2);
        Finish(alpha, destination);
    }

    /// <summary>Computes alpha C1 T C2 of a sparse coupling.</summary>
    /// <param name="alpha">The factor.</param>
    /// <param name="plan">The coupling T [n, m].</param>
    /// <param name="destination">Receives the product [n, m].</param>
    public void Of(double alpha, SparsePlan plan, Span<double> destination)
    {
        Fill();
        var moved = _moved.AsSpan(0, _n * _rank2);
        moved.Clear();
        for (var i = 0; i < _n; i++)
        {
            plan.AddRow(i, 1, _right2, _rank2, moved.Slice(i * _rank2, _rank2));
        }

        Finish(alpha, destination);
    }

    private void Finish(double alpha, Span<double> destination)
    {
        Gemm.Multiply(true, false, _rank1, _rank2, _n, 1, _right1, _rank1, _moved, _rank2, 0, _core, _rank2);
        Gemm.Multiply(false, false, _n, _rank2, _rank1, 1, _left1, _rank1, _core, _rank2, 0, _moved, _rank2);
        Gemm.Multiply(false, true, _n, _m, _rank2, alpha, _moved, _rank2, _left2, _rank2, 0, destination, _m);
    }

    // Spaces of few points never come here: for them the product of whole matrices takes less.
    private void Fill()
    {
        if (_filled)
        {
            return;
        }

        Fill(_source, ref _left1, ref _right1);
        Fill(_target, ref _left2, ref _right2);
        Buffers.Grow(ref _moved, _n * _rank2);
        Buffers.Grow(ref _core, _rank1 * _rank2);
        _filled = true;
    }

    private static void Fill(LowRankFactor factor, ref double[] left, ref double[] right)
    {
        var (count, dimension) = (factor.Squares.Length, factor.Dimension);
        var rank = dimension + 2;
        Buffers.Grow(ref left, count * rank);
        Buffers.Grow(ref right, count * rank);
        for (var i = 0; i < count; i++)
        {
            var point = factor.Points.AsSpan(i * dimension, dimension);
            TensorPrimitives.Multiply(point, -2, left.AsSpan(i * rank, dimension));
            point.CopyTo(right.AsSpan(i * rank));
            left[(i * rank) + dimension] = right[(i * rank) + dimension + 1] = factor.Squares[i];
            left[(i * rank) + dimension + 1] = right[(i * rank) + dimension] = 1;
        }
    }
}
