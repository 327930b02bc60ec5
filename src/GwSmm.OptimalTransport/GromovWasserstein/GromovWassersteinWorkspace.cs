using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// One run of the conditional-gradient method with all its buffers, which are kept for the next run. With V the vertex of a
/// step and s_XY = &lt;N(X), Y&gt;, the objective along T + a (V - T) is a quadratic whose coefficients need only s_TT, s_TV and s_VV, sums over
/// the few cells of V; a feature cost adds a linear term. So an iteration costs one linear problem and one matrix product. Not thread-safe.
/// </summary>
internal sealed class GromovWassersteinWorkspace
{
    private readonly QuadraticTerm _term = new();
    private readonly CurrentPlan _plan = new();
    private readonly IDirectionFinder _directions;
    private readonly FreeColumns? _columns;
    private double[] _gradient = [];
    private double[] _vertexGradient = [];
    private double[] _cost = [];
    private double[]? _featureCost;
    private int _length;
    private double _alpha;
    private double _constant;

    // s_TT and sum M T of the plan T.
    private double _quadraticPart;
    private double _featurePart;

    /// <summary>Creates a workspace for plans with both marginals given.</summary>
    public GromovWassersteinWorkspace()
        : this(new DirectionFinder(), null)
    {
    }

    /// <summary>Creates a workspace.</summary>
    /// <param name="directions">Finds the vertices.</param>
    /// <param name="columns">The term of the column sums when these are free; null when they are given.</param>
    public GromovWassersteinWorkspace(IDirectionFinder directions, FreeColumns? columns)
    {
        _directions = directions;
        _columns = columns;
    }

    // Without features and free columns the linear cost is N itself, up to a factor.
    private bool IsPure => _alpha == 1 && _columns is null;

    private double Structure => Math.Max(0, _constant + _quadraticPart);

    private double Objective => (_alpha * Structure) + ((1 - _alpha) * _featurePart);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem as it was given.</param>
    /// <param name="supported">The same without points of weight 0.</param>
    /// <param name="solver">The name of the solver.</param>
    /// <param name="options">How to step and when to stop.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The result; its plan is written out when it is first asked for.</returns>
    public GromovWassersteinResult Solve(
        GromovWassersteinProblem problem, SupportedProblem supported, string solver, GromovWassersteinOptions options, CancellationToken cancellationToken)
    {
        var trace = new List<double>(16);
        var stop = Run(supported, options, trace, cancellationToken);
        var (n, m) = (supported.Source.Count, supported.Target.Count);
        var cells = _plan.Cells(Math.Sqrt((double)n * m * (n + m)));
        var structure = cells is null ? Structure : _term.Evaluate(cells);
        var features = supported.FeatureCost is not { } cost ? 0 : cells?.Dot(cost) ?? TensorPrimitives.Dot<double>(_plan.Dense(), cost);
        return new GromovWassersteinResult(
            problem, solver, (_alpha * structure) + ((1 - _alpha) * features), PlanFor(supported), trace, stop)
        {
            StructureValue = structure,
            FeatureValue = features,
        };
    }

    private Func<double[]> PlanFor(SupportedProblem problem)
    {
        if (_plan.IsVertex)
        {
            var vertex = _plan.Vertex.Clone();
            return () => problem.Expand(vertex.ToDense());
        }

        var plan = problem.Expand(_plan.Dense());
        return () => plan;
    }

    private GromovWassersteinStop Run(
        SupportedProblem problem, GromovWassersteinOptions options, List<double> trace, CancellationToken cancellationToken)
    {
        Start(problem);
        trace.Add(Objective);
        if (_alpha == 0)
        {
            SolveLinear(cancellationToken);
            trace.Add(Objective);
            return GromovWassersteinStop.Stationary;
        }

        // Costs far below 1 would stop far from stationary, and the order of many models with them.
        var scale = (_alpha * Math.Abs(_constant)) + ((1 - _alpha) * Math.Abs(_featurePart));
        var absolute = options.AbsoluteTolerance * Math.Min(1, scale);
        for (var iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var change = Step(iteration == 1, options.LineSearch, out var moved, cancellationToken);
            trace.Add(Objective);
            if (!moved)
            {
                return GromovWassersteinStop.Stationary;
            }

            if (Math.Abs(change) <= absolute)
            {
                return GromovWassersteinStop.AbsoluteTolerance;
            }

            if (Math.Abs(change) < options.RelativeTolerance * Math.Abs(trace[^1]))
            {
                return GromovWassersteinStop.RelativeTolerance;
            }

            if (iteration >= options.MaxIterations)
            {
                return GromovWassersteinStop.IterationLimit;
            }
        }
    }

    private void Start(SupportedProblem problem)
    {
        var (source, target) = (problem.Source, problem.Target);
        var (n, m) = (source.Count, target.Count);
        _alpha = problem.Alpha;
        _featureCost = _alpha < 1 ? problem.FeatureCost : null;
        Reserve(n * m);
        _term.Set(source, target, problem.Loss);
        _directions.Set(source.Weights, target.Weights);
        _plan.Start(source.Weights, target.Weights, problem.InitialPlan);
        _columns?.Set(source, target, problem.Loss);
        _constant = _columns?.Constant ?? _term.Constant;
        var gradient = _gradient.AsSpan(0, _length);
        if (problem.InitialPlan is { } plan)
        {
            _term.Of(plan, gradient);
            _quadraticPart = TensorPrimitives.Dot<double>(gradient, plan) + (_columns?.Start(plan) ?? 0);
            _featurePart = _featureCost is null ? 0 : TensorPrimitives.Dot<double>(_featureCost.AsSpan(0, _length), plan);
            return;
        }

        _term.OfProduct(gradient);
        if (IsPure && _term.IsSymmetric)
        {
            var (u, w) = _term.ProductFactors;
            _directions.PrepareOuterProduct(u.AsSpan(0, n), w.AsSpan(0, m));
        }

        _quadraticPart = MeanOf(gradient, source.Weights, target.Weights) + (_columns?.Start([]) ?? 0);
        _featurePart = _featureCost is null ? 0 : MeanOf(_featureCost, source.Weights, target.Weights);
    }

    private static double MeanOf(ReadOnlySpan<double> matrix, double[] source, double[] target)
    {
        var sum = 0.0;
        for (var i = 0; i < source.Length; i++)
        {
            sum += source[i] * TensorPrimitives.Dot(matrix.Slice(i * target.Length, target.Length), target);
        }

        return sum;
    }

    // Only features count, so one linear problem is the whole answer.
    private void SolveLinear(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var vertex = _plan.NextVertex();
        _directions.Find(_featureCost, vertex, cancellationToken);
        var best = vertex.Dot(_featureCost);
        if (best <= _featurePart)
        {
            _plan.TakeVertex();
            _featurePart = best;
        }
        else
        {
            _plan.Stay();
        }
    }

    private double Step(bool first, LineSearch search, out bool moved, CancellationToken cancellationToken)
    {
        var gradient = _gradient.AsSpan(0, _length);
        var vertexGradient = _vertexGradient.AsSpan(0, _length);
        var vertex = _plan.NextVertex();
        _directions.Find(IsPure ? gradient : LinearCost(gradient), vertex, cancellationToken);
        if (first)
        {
            _term.Of(vertex, vertexGradient);
        }
        else
        {
            _term.Update(_plan.PreviousVertex, vertex, vertexGradient);
        }

        var cross = vertex.Dot(gradient) + (_columns?.Cross(vertex) ?? 0);
        var self = vertex.Dot(vertexGradient) + (_columns?.Self() ?? 0);
        var features = _featureCost is null ? 0 : vertex.Dot(_featureCost);
        var quadratic = _quadraticPart - (2 * cross) + self;
        var linear = 2 * (cross - _quadraticPart);
        var step = StepLength.Of(search, (_alpha * linear) + ((1 - _alpha) * (features - _featurePart)), _alpha * quadratic);
        moved = step > 0;
        if (!moved)
        {
            _plan.Stay();
            return 0;
        }

        var (quadraticBefore, featuresBefore) = (_quadraticPart, _featurePart);
        _columns?.Move(step);
        if (step == 1)
        {
            vertexGradient.CopyTo(gradient);
            _plan.TakeVertex();
            (_quadraticPart, _featurePart) = (self, features);
        }
        else
        {
            TensorPrimitives.Multiply(gradient, 1 - step, gradient);
            TensorPrimitives.MultiplyAdd(vertexGradient, step, gradient, gradient);
            _plan.MixIn(step);
            _quadraticPart += (linear * step) + (quadratic * step * step);
            _featurePart += (features - _featurePart) * step;
        }

        return (_alpha * (_quadraticPart - quadraticBefore)) + ((1 - _alpha) * (_featurePart - featuresBefore));
    }

    private ReadOnlySpan<double> LinearCost(ReadOnlySpan<double> gradient)
    {
        var cost = _cost.AsSpan(0, _length);
        TensorPrimitives.Multiply(gradient, 2 * _alpha, cost);
        if (_featureCost is not null)
        {
            TensorPrimitives.MultiplyAdd(_featureCost.AsSpan(0, _length), 1 - _alpha, cost, cost);
        }

        _columns?.AddTo(2 * _alpha, cost);
        return cost;
    }

    private void Reserve(int length)
    {
        _length = length;
        if (_gradient.Length < length)
        {
            _gradient = new double[length];
            _vertexGradient = new double[length];
        }

        if (!IsPure && _cost.Length < length)
        {
            _cost = new double[length];
        }
    }
}
