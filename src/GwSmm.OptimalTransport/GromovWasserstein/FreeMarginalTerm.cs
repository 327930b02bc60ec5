using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The objective of plans whose marginals a = T 1 and b = T' 1 are not fixed: sum L T T = &lt;G(T), T&gt; with
/// G(T)_ij = N(T)_ij + (F1 a)_i + (F2 b)_j, where F1 and F2 are the symmetric parts of f1(C1) and f2(C2). G is linear, its bilinear form
/// symmetric, and 2 G(T) the gradient. Reusable; not thread-safe.
/// </summary>
internal sealed class FreeMarginalTerm
{
    private readonly QuadraticTerm _term = new();
    private double[] _f1 = [];
    private double[] _f2 = [];
    private double[] _rows = [];
    private double[] _columns = [];
    private double[] _columnTerms = [];
    private MetricMeasureSpace _source = null!;
    private MetricMeasureSpace _target = null!;
    private int _n;
    private int _m;

    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The first space [n]; all weights positive.</param>
    /// <param name="target">The second space [m]; all weights positive.</param>
    /// <param name="loss">The loss.</param>
    public void Set(MetricMeasureSpace source, MetricMeasureSpace target, QuadraticLoss loss)
    {
        (_source, _target, _n, _m) = (source, target, source.Count, target.Count);
        _term.Set(source, target, loss);
        Fill(ref _f1, source, loss.F1);
        Fill(ref _f2, target, loss.F2);
        if (_rows.Length < _n || _columns.Length < _m)
        {
            _rows = new double[_n];
            _columns = new double[_m];
            _columnTerms = new double[_m];
        }
    }

    /// <summary>Computes G of a multiple of the product of the weights.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">Receives G [n, m].</param>
    public void OfProduct(double factor, Span<double> destination)
    {
        _term.OfProduct(destination);
        TensorPrimitives.Multiply(destination, factor, destination);
        var (rowFactor, columnFactor) = (factor * TensorPrimitives.Sum<double>(_target.Weights), factor * TensorPrimitives.Sum<double>(_source.Weights));
        TensorPrimitives.Multiply(_source.Weights, rowFactor, _rows.AsSpan(0, _n));
        TensorPrimitives.Multiply(_target.Weights, columnFactor, _columns.AsSpan(0, _m));
        AddMarginals(destination);
    }

    /// <summary>Computes G of a dense plan.</summary>
    /// <param name="plan">The plan [n, m].</param>
    /// <param name="destination">Receives G [n, m].</param>
    public void Of(ReadOnlySpan<double> plan, Span<double> destination)
    {
        _term.Of(plan, destination);
        PlanMarginals.Sum(plan, _rows.AsSpan(0, _n), _columns.AsSpan(0, _m));
        AddMarginals(destination);
    }

    /// <summary>Computes G of a sparse plan.</summary>
    /// <param name="plan">The plan [n, m].</param>
    /// <param name="destination">Receives G [n, m].</param>
    public void Of(SparsePlan plan, Span<double> destination)
    {
        _term.Of(plan, destination);
        _rows.AsSpan(0, _n).Clear();
        _columns.AsSpan(0, _m).Clear();
        for (var i = 0; i < _n; i++)
        {
            for (var k = plan.RowStart[i]; k < plan.RowStart[i + 1]; k++)
            {
                _rows[i] += plan.Mass[k];
                _columns[plan.Column[k]] += plan.Mass[k];
            }
        }

        AddMarginals(destination);
    }

    /// <summary>The objective of a sparse plan, summed over pairs of its cells: never negative, nothing cancels.</summary>
    /// <param name="plan">The plan [n, m].</param>
    /// <returns>sum L T T.</returns>
    public double Evaluate(SparsePlan plan) => _term.Evaluate(plan);

    private void AddMarginals(Span<double> destination)
    {
        var rows = _rows.AsSpan(0, _n);
        var columns = _columns.AsSpan(0, _m);
        var v = _columnTerms.AsSpan(0, _m);
        for (var j = 0; j < _m; j++)
        {
            v[j] = TensorPrimitives.Dot(_f2.AsSpan(j * _m, _m), columns);
        }

        for (var i = 0; i < _n; i++)
        {
            var row = destination.Slice(i * _m, _m);
            TensorPrimitives.Add(row, v, row);
            TensorPrimitives.Add(row, TensorPrimitives.Dot(_f1.AsSpan(i * _n, _n), rows), row);
        }
    }

    private static void Fill(ref double[] buffer, MetricMeasureSpace space, ElementwiseMap function)
    {
        var n = space.Count;
        if (buffer.Length < n * n)
        {
            buffer = new double[n * n];
        }

        function(space.Cost, buffer.AsSpan(0, n * n));
        for (var i = 0; !space.IsSymmetric && i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var mean = 0.5 * (buffer[(i * n) + j] + buffer[(j * n) + i]);
                buffer[(i * n) + j] = mean;
                buffer[(j * n) + i] = mean;
            }
        }
    }
}
