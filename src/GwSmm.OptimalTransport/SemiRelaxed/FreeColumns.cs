using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// What f2 of the loss adds when column sums y are free: sum f2(C2_jl) y_j y_l = &lt;g(y), y&gt; with g(y) = (f2(C2) + f2(C2)^T) y / 2. Where column
/// sums are given, that is a constant. Reusable; not thread-safe.
/// </summary>
internal sealed class FreeColumns
{
    private double[] _matrix = [];
    private double[] _scratch = [];
    private double[] _planGradient = [];
    private double[] _vertexGradient = [];
    private double[] _sums = [];
    private double[] _start = [];
    private int _count;

    /// <summary>What stays constant: f1(C1) p.p.</summary>
    public double Constant { get; private set; }

    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The first space [n].</param>
    /// <param name="target">The second space [m].</param>
    /// <param name="loss">The loss.</param>
    public void Set(MetricMeasureSpace source, MetricMeasureSpace target, QuadraticLoss loss)
    {
        _count = target.Count;
        _start = target.Weights;
        Reserve(_count, Math.Max(source.Count, _count));
        var constant = 0.0;
        var row = _scratch.AsSpan(0, source.Count);
        for (var i = 0; i < source.Count; i++)
        {
            loss.F1(source.Cost.AsSpan(i * source.Count, source.Count), row);
            constant += source.Weights[i] * TensorPrimitives.Dot<double>(row, source.Weights);
        }

        Constant = constant;
        loss.F2(target.Cost, _matrix.AsSpan(0, _count * _count));
        for (var i = 0; i < _count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var mean = 0.5 * (_matrix[(i * _count) + j] + _matrix[(j * _count) + i]);
                _matrix[(i * _count) + j] = mean;
                _matrix[(j * _count) + i] = mean;
            }
        }
    }

    /// <summary>Takes up the first plan.</summary>
    /// <param name="plan">The plan [n, m]; empty for the product of the weights.</param>
    /// <returns>&lt;g(y), y&gt; of its column sums y.</returns>
    public double Start(ReadOnlySpan<double> plan)
    {
        var sums = _sums.AsSpan(0, _count);
        if (plan.IsEmpty)
        {
            _start.CopyTo(sums);
        }
        else
        {
            sums.Clear();
            for (var at = 0; at < plan.Length; at += _count)
            {
                TensorPrimitives.Add(sums, plan.Slice(at, _count), sums);
            }
        }

        var value = Self();
        Move(1);
        return value;
    }

    /// <summary>Takes up a vertex.</summary>
    /// <param name="vertex">The vertex.</param>
    /// <returns>&lt;g(y), z&gt; with y the column sums of the plan and z those of the vertex.</returns>
    public double Cross(SparsePlan vertex)
    {
        var sums = _sums.AsSpan(0, _count);
        sums.Clear();
        for (var k = 0; k < vertex.Count; k++)
        {
            sums[vertex.Column[k]] += vertex.Mass[k];
        }

        return TensorPrimitives.Dot<double>(_planGradient.AsSpan(0, _count), sums);
    }

    /// <summary>The term of the vertex last taken up.</summary>
    /// <returns>&lt;g(z), z&gt; of its column sums z.</returns>
    public double Self()
    {
        var sums = _sums.AsSpan(0, _count);
        for (var j = 0; j < _count; j++)
        {
            _vertexGradient[j] = TensorPrimitives.Dot<double>(_matrix.AsSpan(j * _count, _count), sums);
        }

        return TensorPrimitives.Dot<double>(_vertexGradient.AsSpan(0, _count), sums);
    }

    /// <summary>Moves the plan towards the vertex.</summary>
    /// <param name="step">How far, in [0, 1].</param>
    public void Move(double step)
    {
        for (var j = 0; j < _count; j++)
        {
            _planGradient[j] = step == 1 ? _vertexGradient[j] : ((1 - step) * _planGradient[j]) + (step * _vertexGradient[j]);
        }
    }

    /// <summary>Adds a multiple of g(y), y the column sums of the plan, to every row.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">The matrix [n, m].</param>
    public void AddTo(double factor, Span<double> destination)
    {
        for (var at = 0; at < destination.Length; at += _count)
        {
            var row = destination.Slice(at, _count);
            TensorPrimitives.MultiplyAdd(_planGradient.AsSpan(0, _count), factor, row, row);
        }
    }

    private void Reserve(int count, int scratch)
    {
        if (_planGradient.Length < count)
        {
            _matrix = new double[count * count];
            _planGradient = new double[count];
            _vertexGradient = new double[count];
            _sums = new double[count];
        }

        if (_scratch.Length < scratch)
        {
            _scratch = new double[scratch];
        }
    }
}
