using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// One run of the conditional-gradient method with all its buffers, which are kept for the next run. With V the vertex of a
/// step and s_XY = &lt;N(X), Y&gt;, the objective along T + a (V - T) is a quadratic whose coefficients need only s_TT, s_TV and s_VV, sums over
/// the few cells of V. So an iteration costs one linear problem and one matrix product. Not thread-safe.
/// </summary>
internal sealed class GromovWassersteinWorkspace
{
    private readonly QuadraticTerm _term = new();
    private readonly DirectionFinder _directions = new();
    private double[] _plan = [];
    private double[] _gradient = [];
    private double[] _vertexGradient = [];
    private SparsePlan _vertex = new();
    private SparsePlan _previousVertex = new();
    private MetricMeasureSpace _source = null!;
    private MetricMeasureSpace _target = null!;
    private bool _isVertex;
    private bool _isDense;

    /// <summary>Runs the method.</summary>
    /// <param name="source">The first space [n]; all weights positive.</param>
    /// <param name="target">The second space [m]; all weights positive.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="initialPlan">The start [n, m]; empty for the product of the weights.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="trace">Receives the objective at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Why the run stopped.</returns>
    public GromovWassersteinStop Run(
        MetricMeasureSpace source, MetricMeasureSpace target, QuadraticLoss loss, ReadOnlySpan<double> initialPlan,
        GromovWassersteinOptions options, List<double> trace, CancellationToken cancellationToken)
    {
        (_source, _target) = (source, target);
        Reserve(source.Count * target.Count);
        _term.Set(source, target, loss);
        _directions.Set(source.Weights, target.Weights);
        var current = Start(initialPlan);
        trace.Add(Math.Max(0, _term.Constant + current));
        for (var iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var change = Step(iteration == 1, ref current, out var moved, cancellationToken);
            var value = _term.Constant + current;
            trace.Add(Math.Max(0, value));
            if (!moved)
            {
                return GromovWassersteinStop.Stationary;
            }

            if (Math.Abs(change) < options.AbsoluteTolerance)
            {
                return GromovWassersteinStop.AbsoluteTolerance;
            }

            if (Math.Abs(change) < options.RelativeTolerance * Math.Abs(value))
            {
                return GromovWassersteinStop.RelativeTolerance;
            }

            if (iteration >= options.MaxIterations)
            {
                return GromovWassersteinStop.IterationLimit;
            }
        }
    }

    /// <summary>The objective of the coupling after a run.</summary>
    /// <param name="traced">What the run computed, subject to cancellation.</param>
    /// <returns>At least 0.</returns>
    public double Evaluate(double traced)
    {
        if (_isVertex)
        {
            return _term.Evaluate(_vertex);
        }

        var (n, m) = (_source.Count, _target.Count);
        Materialize();
        var plan = _plan.AsSpan(0, n * m);
        var cells = plan.Length - plan.Count(0.0);
        if ((double)cells * cells > (double)n * m * (n + m))
        {
            return Math.Max(0, traced);
        }

        _previousVertex.Begin(n, m, cells);
        for (var k = 0; k < plan.Length; k++)
        {
            if (plan[k] > 0)
            {
                _previousVertex.Add(k / m, k % m, plan[k]);
            }
        }

        _previousVertex.End();
        return _term.Evaluate(_previousVertex);
    }

    /// <summary>Copies the plan of a run; a vertex stays in sparse form until it is written out.</summary>
    /// <param name="problem">The problem of the run.</param>
    /// <returns>Writes out the plan of the whole problem.</returns>
    public Func<double[]> PlanFor(SupportedProblem problem)
    {
        if (_isVertex)
        {
            var vertex = _vertex.Clone();
            return () => problem.Expand(vertex.ToDense());
        }

        Materialize();
        var plan = problem.Expand(_plan);
        return () => plan;
    }

    private void Materialize()
    {
        if (_isDense)
        {
            return;
        }

        var (n, m) = (_source.Count, _target.Count);
        var plan = _plan.AsSpan(0, n * m);
        if (_isVertex)
        {
            plan.Clear();
            _vertex.AddTo(1, plan);
        }
        else
        {
            for (var i = 0; i < n; i++)
            {
                TensorPrimitives.Multiply(_target.Weights, _source.Weights[i], plan.Slice(i * m, m));
            }
        }

        _isDense = true;
    }

    // Returns <N(T), T> of the start T.
    private double Start(ReadOnlySpan<double> initialPlan)
    {
        var (n, m) = (_source.Count, _target.Count);
        var gradient = _gradient.AsSpan(0, n * m);
        _isVertex = false;
        _isDense = !initialPlan.IsEmpty;
        if (_isDense)
        {
            initialPlan.CopyTo(_plan);
            _term.Of(initialPlan, gradient);
            return TensorPrimitives.Dot(gradient, initialPlan);
        }

        _term.OfProduct(gradient);
        if (_term.IsSymmetric)
        {
            var (u, w) = _term.ProductFactors;
            _directions.PrepareOuterProduct(u.AsSpan(0, n), w.AsSpan(0, m));
        }

        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += _source.Weights[i] * TensorPrimitives.Dot(gradient.Slice(i * m, m), _target.Weights);
        }

        return sum;
    }

    private double Step(bool first, ref double current, out bool moved, CancellationToken cancellationToken)
    {
        var length = _source.Count * _target.Count;
        var gradient = _gradient.AsSpan(0, length);
        var vertexGradient = _vertexGradient.AsSpan(0, length);
        (_vertex, _previousVertex) = (_previousVertex, _vertex);
        _directions.Find(gradient, _vertex, cancellationToken);
        var cross = _vertex.Dot(gradient);
        if (first)
        {
            _term.Of(_vertex, vertexGradient);
        }
        else
        {
            _term.Update(_previousVertex, _vertex, vertexGradient);
        }

        var quadratic = current - (2 * cross) + _vertex.Dot(vertexGradient);
        var linear = 2 * (cross - current);
        var step = quadratic > 0 ? Math.Clamp(-linear / (2 * quadratic), 0, 1) : quadratic + linear < 0 ? 1 : 0;
        var before = current;
        moved = step > 0;
        if (step == 1)
        {
            current = _vertex.Dot(vertexGradient);
            vertexGradient.CopyTo(gradient);
            _isVertex = true;
            _isDense = false;
            return current - before;
        }

        if (step == 0)
        {
            // Where the plan is a vertex, it is the previous one.
            if (_isVertex)
            {
                (_vertex, _previousVertex) = (_previousVertex, _vertex);
            }

            return 0;
        }

        MaterializeBefore();
        var plan = _plan.AsSpan(0, length);
        TensorPrimitives.Multiply(plan, 1 - step, plan);
        _vertex.AddTo(step, plan);
        TensorPrimitives.Multiply(gradient, 1 - step, gradient);
        TensorPrimitives.MultiplyAdd(vertexGradient, step, gradient, gradient);
        current += (linear * step) + (quadratic * step * step);
        return current - before;
    }

    // Writes out the plan as it is before a partial step, when the new vertex already stands in _vertex.
    private void MaterializeBefore()
    {
        (_vertex, _previousVertex) = (_previousVertex, _vertex);
        Materialize();
        (_vertex, _previousVertex) = (_previousVertex, _vertex);
        _isVertex = false;
    }

    private void Reserve(int length)
    {
        if (_plan.Length < length)
        {
            _plan = new double[length];
            _gradient = new double[length];
            _vertexGradient = new double[length];
        }
    }
}
