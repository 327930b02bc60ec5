using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// One run of the conditional-gradient method on plans of a given mass, with all its buffers, which are kept for the next run. The
/// objective along T + a (V - T) is a quadratic in a, known from &lt;G(T), T&gt;, &lt;G(T), V&gt; and &lt;G(V), V&gt;. Not thread-safe.
/// </summary>
internal sealed class PartialWorkspace
{
    private readonly FreeMarginalTerm _term = new();
    private readonly PartialDirection _directions = new();
    private readonly SparsePlan _cells = new();
    private SparsePlan _vertex = new();
    private SparsePlan _candidate = new();
    private double[] _plan = [];
    private double[] _gradient = [];
    private double[] _vertexGradient = [];
    private double[] _cost = [];
    private SupportedProblem _problem = null!;
    private int _length;
    private bool _isVertex;

    /// <summary>Runs the method.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="mass">The mass to be matched.</param>
    /// <param name="start">A plan [n, m] of that mass; empty for the initial plan of the problem, scaled.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="trace">Receives the objective at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Why the run stopped.</returns>
    public GromovWassersteinStop Run(
        SupportedProblem problem,
        double mass,
        ReadOnlySpan<double> start,
        PartialGromovWassersteinOptions options,
        List<double> trace,
        CancellationToken cancellationToken)
    {
        _problem = problem;
        var (source, target) = (problem.Source, problem.Target);
        Reserve(source.Count * target.Count);
        _term.Set(source, target, problem.Loss);
        _directions.Set(source.Weights, target.Weights, mass);
        SetStart(mass, start);
        var quadratic = TensorPrimitives.Dot<double>(_gradient.AsSpan(0, _length), _plan.AsSpan(0, _length));
        var linear = FeatureCostOf(_plan);
        var value = Total(quadratic, linear);
        trace.Add(NotNegative(value));
        for (var iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = value;
            var moved = Step(ref quadratic, ref linear, cancellationToken);
            value = Total(quadratic, linear);
            trace.Add(NotNegative(value));
            var change = Math.Abs(value - before);
            if (!moved)
            {
                return GromovWassersteinStop.Stationary;
            }

            if (change < options.AbsoluteTolerance)
            {
                return GromovWassersteinStop.AbsoluteTolerance;
            }

            if (change < options.RelativeTolerance * Math.Abs(value))
            {
                return GromovWassersteinStop.RelativeTolerance;
            }

            if (iteration >= options.MaxIterations)
            {
                return GromovWassersteinStop.IterationLimit;
            }
        }
    }

    /// <summary>The parts of the objective of the plan after a run, structure with nothing cancelled where that is affordable.</summary>
    /// <returns>sum L T T, at least 0, and sum M T.</returns>
    public (double Structure, double Features) Evaluate() => (Structure(), FeatureCostOf(_plan));

    /// <summary>Weighs the parts of the objective.</summary>
    /// <param name="structure">sum L T T.</param>
    /// <param name="features">sum M T.</param>
    /// <returns>The objective.</returns>
    public double Total(double structure, double features) => (_problem.Alpha * structure) + ((1 - _problem.Alpha) * features);

    /// <summary>Copies the plan of a run.</summary>
    /// <returns>The plan [n, m] of the points with weight.</returns>
    public double[] CopyPlan() => _plan[.._length];

    private double Structure()
    {
        if (_isVertex)
        {
            return _term.Evaluate(_vertex);
        }

        var (n, m) = (_problem.Source.Count, _problem.Target.Count);
        var plan = _plan.AsSpan(0, _length);
        var cells = _length - plan.Count(0.0);
        if ((double)cells * cells > (double)_length * (n + m))
        {
            return Math.Max(0, TensorPrimitives.Dot<double>(_gradient.AsSpan(0, _length), plan));
        }

        _cells.Begin(n, m, cells);
        for (var k = 0; k < plan.Length; k++)
        {
            if (plan[k] > 0)
            {
                _cells.Add(k / m, k % m, plan[k]);
            }
        }

        _cells.End();
        return _term.Evaluate(_cells);
    }

    private void SetStart(double mass, ReadOnlySpan<double> start)
    {
        var plan = _plan.AsSpan(0, _length);
        var (p, q) = (_problem.Source.Weights, _problem.Target.Weights);
        _isVertex = false;
        if (!start.IsEmpty)
        {
            start.CopyTo(plan);
        }
        else if (_problem.InitialPlan is not null)
        {
            TensorPrimitives.Multiply(_problem.InitialPlan, mass / TensorPrimitives.Sum<double>(_problem.InitialPlan), plan);
        }
        else
        {
            var factor = mass / (TensorPrimitives.Sum<double>(p) * TensorPrimitives.Sum<double>(q));
            for (var i = 0; i < p.Length; i++)
            {
                TensorPrimitives.Multiply(q, factor * p[i], plan.Slice(i * q.Length, q.Length));
            }

            _term.OfProduct(factor, _gradient.AsSpan(0, _length));
            return;
        }

        _term.Of(plan, _gradient.AsSpan(0, _length));
    }

    private bool Step(ref double quadratic, ref double linear, CancellationToken cancellationToken)
    {
        var gradient = _gradient.AsSpan(0, _length);
        var vertexGradient = _vertexGradient.AsSpan(0, _length);
        var cost = _cost.AsSpan(0, _length);
        TensorPrimitives.Multiply(gradient, 2 * _problem.Alpha, cost);
        if (_problem.FeatureCost is not null)
        {
            TensorPrimitives.MultiplyAdd(_problem.FeatureCost, 1 - _problem.Alpha, cost, cost);
        }

        _directions.Find(cost, _candidate, cancellationToken);
        _term.Of(_candidate, vertexGradient);
        var (cross, square) = (_candidate.Dot(gradient), _candidate.Dot(vertexGradient));
        var vertexLinear = _problem.FeatureCost is null ? 0 : _candidate.Dot(_problem.FeatureCost);
        var second = _problem.Alpha * (quadratic - (2 * cross) + square);
        var first = (2 * _problem.Alpha * (cross - quadratic)) + ((1 - _problem.Alpha) * (vertexLinear - linear));
        var step = second > 0 ? Math.Clamp(-first / (2 * second), 0, 1) : second + first < 0 ? 1 : 0;
        if (step == 0)
        {
            return false;
        }

        _isVertex = step == 1;
        var plan = _plan.AsSpan(0, _length);
        if (_isVertex)
        {
            (_vertex, _candidate) = (_candidate, _vertex);
            plan.Clear();
            _vertex.AddTo(1, plan);
            vertexGradient.CopyTo(gradient);
            (quadratic, linear) = (square, vertexLinear);
            return true;
        }

        TensorPrimitives.Multiply(plan, 1 - step, plan);
        _candidate.AddTo(step, plan);
        TensorPrimitives.Multiply(gradient, 1 - step, gradient);
        TensorPrimitives.MultiplyAdd(vertexGradient, step, gradient, gradient);
        quadratic += (2 * step * (cross - quadratic)) + (step * step * (quadratic - (2 * cross) + square));
        linear += step * (vertexLinear - linear);
        return true;
    }

    private double FeatureCostOf(double[] plan) =>
        _problem.FeatureCost is null ? 0 : TensorPrimitives.Dot<double>(_problem.FeatureCost, plan.AsSpan(0, _length));

    private double NotNegative(double value) => _problem.FeatureCost is null ? Math.Max(0, value) : value;

    private void Reserve(int length)
    {
        _length = length;
        if (_plan.Length < length)
        {
            _plan = new double[length];
            _gradient = new double[length];
            _vertexGradient = new double[length];
            _cost = new double[length];
        }
    }
}
