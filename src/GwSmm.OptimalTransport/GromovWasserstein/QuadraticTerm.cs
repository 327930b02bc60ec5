using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The part of the objective that depends on the coupling. For couplings, sum L T T = c + &lt;N(T), T&gt; with the constant
/// c = f1(C1) p.p + f2(C2) q.q and N(T) = -(h1(C1) T h2(C2)^T + h1(C1)^T T h2(C2)) / 2. N is linear, its bilinear form is symmetric, and
/// 2 N(T) is the gradient up to terms u_i + v_j, which no linear problem over couplings sees. Reusable; not thread-safe.
/// </summary>
internal sealed class QuadraticTerm
{
    // N = -h1(C1) T h2(C2) with h1(C1) = C1 and h2(C2) = 2 C2.
    private const double LowRankFactorOfN = -2;

    // h1(C1), and h2(C2) / _scale: the costs themselves where the loss allows it, which spares two copies.
    private double[] _h1 = [];
    private double[] _h2 = [];
    private double _scale = 1;
    private double[] _mapped1 = [];
    private double[] _mapped2 = [];
    private double[] _h2Transposed = [];
    private double[] _product = [];
    private double[] _packed = [];
    private double[] _scratch = [];
    private readonly SquaredCostProduct _lowRank = new();
    private bool _hasLowRank;
    private MetricMeasureSpace _source = null!;
    private MetricMeasureSpace _target = null!;
    private QuadraticLoss _loss = null!;
    private bool _symmetric;
    private int _n;
    private int _m;

    /// <summary>The constant c.</summary>
    public double Constant { get; private set; }

    /// <summary>h1(C1) p [n] and h2(C2) q [m], symmetric costs only: N of the product coupling is minus their outer product.</summary>
    public (double[] Source, double[] Target) ProductFactors { get; private set; } = ([], []);

    /// <summary>Whether both costs are symmetric.</summary>
    public bool IsSymmetric => _symmetric;

    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The first space [n]; all weights positive.</param>
    /// <param name="target">The second space [m]; all weights positive.</param>
    /// <param name="loss">The loss.</param>
    public void Set(MetricMeasureSpace source, MetricMeasureSpace target, QuadraticLoss loss)
    {
        (_source, _target, _loss) = (source, target, loss);
        (_n, _m) = (source.Count, target.Count);
        _symmetric = source.IsSymmetric && target.IsSymmetric;
        _hasLowRank = source.Factor is not null && target.Factor is not null && ReferenceEquals(loss, QuadraticLoss.Square);
        if (_hasLowRank)
        {
            _lowRank.Set(source.Factor!, target.Factor!);
        }

        Reserve();
        var constant = MeanUnder(loss.F1, source) + MeanUnder(loss.F2, target);
        Constant = constant;
        if (ReferenceEquals(loss, QuadraticLoss.Square))
        {
            (_h1, _h2, _scale) = (source.Cost, target.Cost, 2);
        }
        else
        {
            Map(loss.H1, source.Cost, _n * _n, ref _mapped1);
            Map(loss.H2, target.Cost, _m * _m, ref _mapped2);
            (_h1, _h2, _scale) = (_mapped1, _mapped2, 1);
        }

        if (!_symmetric)
        {
            for (var i = 0; i < _m; i++)
            {
                for (var j = 0; j < _m; j++)
                {
                    _h2Transposed[(j * _m) + i] = _h2[(i * _m) + j];
                }
            }
        }
    }

    /// <summary>Computes N of the product of the weights.</summary>
    /// <param name="destination">Receives N [n, m].</param>
    public void OfProduct(Span<double> destination)
    {
        var (u, w) = ProductFactors;
        for (var i = 0; i < _n; i++)
        {
            u[i] = TensorPrimitives.Dot(_h1.AsSpan(i * _n, _n), _source.Weights);
        }

        for (var j = 0; j < _m; j++)
        {
            w[j] = _scale * TensorPrimitives.Dot(_h2.AsSpan(j * _m, _m), _target.Weights);
        }

        for (var i = 0; i < _n; i++)
        {
            TensorPrimitives.Multiply(w.AsSpan(0, _m), -u[i], destination.Slice(i * _m, _m));
        }

        if (_symmetric)
        {
            return;
        }

        var ut = _scratch.AsSpan(0, _n);
        var wt = _scratch.AsSpan(_n, _m);
        WeightedColumns(_h1, _source.Weights, ut);
        WeightedColumns(_h2, _target.Weights, wt);
        for (var i = 0; i < _n; i++)
        {
            var row = destination.Slice(i * _m, _m);
            TensorPrimitives.Multiply(row, 0.5, row);
            TensorPrimitives.MultiplyAdd(wt, -0.5 * _scale * ut[i], row, row);
        }
    }

    /// <summary>Computes N of a dense coupling: two matrix products, four when a cost is asymmetric.</summary>
    /// <param name="plan">The coupling [n, m].</param>
    /// <param name="destination">Receives N [n, m].</param>
    public void Of(ReadOnlySpan<double> plan, Span<double> destination)
    {
        if (_hasLowRank && _lowRank.DenseWork < (double)_n * _m * (_n + _m))
        {
            _lowRank.Of(LowRankFactorOfN, plan, destination);
            return;
        }

        Gemm.Multiply(false, true, _n, _m, _m, 1, plan, _m, _h2, _m, 0, _product, _m);
        MultiplyFirst(destination);
        if (!_symmetric)
        {
            Gemm.Multiply(false, false, _n, _m, _m, 1, plan, _m, _h2, _m, 0, _product, _m);
            AddSecond(destination);
        }
    }

    /// <summary>Computes N of a sparse coupling: one matrix product, two when a cost is asymmetric.</summary>
    /// <param name="plan">The coupling [n, m].</param>
    /// <param name="destination">Receives N [n, m].</param>
    public void Of(SparsePlan plan, Span<double> destination)
    {
        if (_hasLowRank && _lowRank.SparseWork(plan.Count) < (double)_n * _n * _m)
        {
            _lowRank.Of(LowRankFactorOfN, plan, destination);
            return;
        }

        var product = _product.AsSpan(0, _n * _m);
        product.Clear();
        AddRows(plan, _symmetric ? _h2 : _h2Transposed, product);
        MultiplyFirst(destination);
        if (!_symmetric)
        {
            product.Clear();
            AddRows(plan, _h2, product);
            AddSecond(destination);
        }
    }

    /// <summary>Turns N of one sparse coupling into N of another; only the rows that differ cost anything.</summary>
    /// <param name="before">The coupling that <paramref name="destination"/> belongs to.</param>
    /// <param name="after">The new coupling.</param>
    /// <param name="destination">N [n, m], replaced.</param>
    public void Update(SparsePlan before, SparsePlan after, Span<double> destination)
    {
        var changed = 0;
        for (var i = 0; i < _n; i++)
        {
            changed += before.RowEquals(after, i) ? 0 : 1;
        }

        // Beyond half the rows a fresh product costs little more and ends the accumulation of rounding errors.
        if (!_symmetric || 2 * changed > _n || (_hasLowRank && _lowRank.SparseWork(after.Count) < (double)changed * _n * _m))
        {
            Of(after, destination);
            return;
        }

        var at = 0;
        for (var i = 0; i < _n; i++)
        {
            if (before.RowEquals(after, i))
            {
                continue;
            }

            var row = _product.AsSpan(at * _m, _m);
            row.Clear();
            before.AddRow(i, -1, _h2, _m, row);
            after.AddRow(i, 1, _h2, _m, row);
            _h1.AsSpan(i * _n, _n).CopyTo(_packed.AsSpan(at * _n));
            at++;
        }

        if (changed > 0)
        {
            Gemm.Multiply(true, false, _n, _m, changed, -_scale, _packed, _n, _product, _m, 1, destination, _m);
        }
    }

    /// <summary>The objective of a sparse coupling, summed over pairs of its cells: never negative, nothing cancels.</summary>
    /// <param name="plan">The coupling [n, m].</param>
    /// <returns>sum L T T.</returns>
    public double Evaluate(SparsePlan plan)
    {
        var count = plan.Count;
        var a = new double[count];
        var b = new double[count];
        var loss = new double[count];
        var rows = new int[count];
        for (var i = 0; i < plan.Rows; i++)
        {
            rows.AsSpan(plan.RowStart[i], plan.RowStart[i + 1] - plan.RowStart[i]).Fill(i);
        }

        var columns = plan.Column.AsSpan(0, count);
        var masses = plan.Mass.AsSpan(0, count);
        var sum = 0.0;
        for (var x = 0; x < count; x++)
        {
            var sourceRow = _source.Cost.AsSpan(rows[x] * _n, _n);
            var targetRow = _target.Cost.AsSpan(columns[x] * _m, _m);
            for (var y = 0; y < count; y++)
            {
                a[y] = sourceRow[rows[y]];
                b[y] = targetRow[columns[y]];
            }

            _loss.Pointwise(a, b, loss);
            sum += masses[x] * TensorPrimitives.Dot(loss, masses);
        }

        return sum;
    }

    private static void Map(ElementwiseMap function, double[] cost, int length, ref double[] destination)
    {
        Buffers.Grow(ref destination, length);
        function(cost, destination.AsSpan(0, length));
    }

    private static void WeightedColumns(ReadOnlySpan<double> matrix, double[] weights, Span<double> destination)
    {
        destination.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(matrix.Slice(i * weights.Length, weights.Length), weights[i], destination, destination);
        }
    }

    private static void AddRows(SparsePlan plan, ReadOnlySpan<double> factor, Span<double> destination)
    {
        for (var i = 0; i < plan.Rows; i++)
        {
            plan.AddRow(i, 1, factor, plan.Columns, destination.Slice(i * plan.Columns, plan.Columns));
        }
    }

    private void MultiplyFirst(Span<double> destination) =>
        Gemm.Multiply(false, false, _n, _m, _n, (_symmetric ? -1 : -0.5) * _scale, _h1, _n, _product, _m, 0, destination, _m);

    private void AddSecond(Span<double> destination) =>
        Gemm.Multiply(true, false, _n, _m, _n, -0.5 * _scale, _h1, _n, _product, _m, 1, destination, _m);

    private double MeanUnder(ElementwiseMap function, MetricMeasureSpace space)
    {
        var row = _scratch.AsSpan(0, space.Count);
        var sum = 0.0;
        for (var i = 0; i < space.Count; i++)
        {
            function(space.Cost.AsSpan(i * space.Count, space.Count), row);
            sum += space.Weights[i] * TensorPrimitives.Dot(row, space.Weights);
        }

        return sum;
    }

    private void Reserve()
    {
        Buffers.Grow(ref _h2Transposed, _symmetric ? 0 : _m * _m);
        Buffers.Grow(ref _product, _n * _m);
        Buffers.Grow(ref _packed, ((_n / 2) + 1) * _n);
        Buffers.Grow(ref _scratch, _n + _m);
        if (ProductFactors.Source.Length < _n || ProductFactors.Target.Length < _m)
        {
            ProductFactors = (new double[_n], new double[_m]);
        }
    }
}
