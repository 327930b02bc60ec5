using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// One run of the alternation with its buffers. With the plan T of mass t fixed, the objective in a second plan is unbalanced transport
/// with the cost G(T) + what the divergences of T cost, and with rho and epsilon times t. Not thread-safe.
/// </summary>
internal sealed class UnbalancedWorkspace
{
    private readonly FreeMarginalTerm _term = new();
    private readonly UnbalancedScaling _scaling = new();
    private double[] _plan = [];
    private double[] _next = [];
    private double[] _gradient = [];
    private double[] _rows = [];
    private double[] _columns = [];
    private SupportedProblem _problem = null!;
    private UnbalancedGromovWassersteinOptions _options = null!;
    private int _length;

    /// <summary>Runs the method.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">The options.</param>
    /// <param name="trace">Receives the objective at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <param name="plan">Receives a new array, the plan [n, m].</param>
    /// <param name="parts">Receives the objective of the plan.</param>
    /// <returns>Why the run stopped.</returns>
    public GromovWassersteinStop Run(
        SupportedProblem problem,
        UnbalancedGromovWassersteinOptions options,
        List<double> trace,
        CancellationToken cancellationToken,
        out double[] plan,
        out UnbalancedObjective parts)
    {
        Set(problem, options);
        _scaling.Set(problem.Source.Weights, problem.Target.Weights, options.SourcePenalty / options.Epsilon, options.TargetPenalty / options.Epsilon);
        Start();
        parts = Objective(out var constant);
        trace.Add(parts.Total);
        var mass = TensorPrimitives.Sum<double>(_plan.AsSpan(0, _length));
        var stop = GromovWassersteinStop.IterationLimit;
        for (var iteration = 0; iteration < options.MaxIterations && stop == GromovWassersteinStop.IterationLimit; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cost = _gradient.AsSpan(0, _length);
            var next = _next.AsSpan(0, _length);
            TensorPrimitives.Add(cost, constant, cost);
            var logMass = _scaling.Solve(
                cost, mass * options.Epsilon, options.MaxInnerIterations, options.InnerTolerance, next, cancellationToken);
            mass = Math.Exp(0.5 * (Math.Log(mass) + logMass));
            TensorPrimitives.Multiply(next, mass, next);
            TensorPrimitives.Subtract(next, _plan.AsSpan(0, _length), _plan.AsSpan(0, _length));
            var change = TensorPrimitives.SumOfMagnitudes<double>(_plan.AsSpan(0, _length));
            (_plan, _next) = (_next, _plan);
            parts = Objective(out constant);
            trace.Add(parts.Total);

            // Spaces so far apart that the best mass is below the smallest number: nothing is matched.
            if (change <= options.Tolerance || !(mass > 0))
            {
                stop = GromovWassersteinStop.Stationary;
            }
        }

        plan = _plan[.._length];
        return stop;
    }

    /// <summary>Computes the objective of a given plan.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">The options.</param>
    /// <param name="plan">The plan [n, m].</param>
    /// <returns>The parts of the objective.</returns>
    public UnbalancedObjective Evaluate(SupportedProblem problem, UnbalancedGromovWassersteinOptions options, ReadOnlySpan<double> plan)
    {
        Set(problem, options);
        plan.CopyTo(_plan);
        return Objective(out _);
    }

    private void Set(SupportedProblem problem, UnbalancedGromovWassersteinOptions options)
    {
        (_problem, _options) = (problem, options);
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        _length = n * m;
        if (_plan.Length < _length)
        {
            (_plan, _next, _gradient) = (new double[_length], new double[_length], new double[_length]);
        }

        (_rows, _columns) = (new double[n], new double[m]);
        _term.Set(problem.Source, problem.Target, problem.Loss);
    }

    private void Start()
    {
        if (_problem.InitialPlan is not null)
        {
            _problem.InitialPlan.CopyTo(_plan, 0);
            return;
        }

        var q = _problem.Target.Weights;
        for (var i = 0; i < _rows.Length; i++)
        {
            TensorPrimitives.Multiply(q, _problem.Source.Weights[i], _plan.AsSpan(i * q.Length, q.Length));
        }
    }

    // Leaves G of the plan behind. The constant is what the divergences add to the cost of a second plan, per unit of its mass.
    private UnbalancedObjective Objective(out double constant)
    {
        var plan = _plan.AsSpan(0, _length);
        var gradient = _gradient.AsSpan(0, _length);
        _term.Of(plan, gradient);
        var (p, q) = (_problem.Source.Weights, _problem.Target.Weights);
        PlanMarginals.Sum(plan, _rows, _columns);
        var mass = TensorPrimitives.Sum<double>(_rows);
        var (source, target) = (RelativeEntropy(_rows, p, 1), RelativeEntropy(_columns, q, 1));
        var joint = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            joint += RelativeEntropy(plan.Slice(i * q.Length, q.Length), q, p[i]);
        }

        constant = (_options.SourcePenalty * source) + (_options.TargetPenalty * target) + (_options.Epsilon * joint);
        var (sourceSum, targetSum) = (TensorPrimitives.Sum<double>(p), TensorPrimitives.Sum<double>(q));
        return new UnbalancedObjective(
            Math.Max(0, TensorPrimitives.Dot<double>(gradient, plan)),
            (_options.SourcePenalty * SquareDivergence(source, mass, sourceSum)) + (_options.TargetPenalty * SquareDivergence(target, mass, targetSum)),
            _options.Epsilon * SquareDivergence(joint, mass, sourceSum * targetSum));
    }

    // sum x log(x / (factor y)), with 0 log 0 = 0.
    private static double RelativeEntropy(ReadOnlySpan<double> x, double[] y, double factor)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] > 0 ? x[i] * Math.Log(x[i] / (factor * y[i])) : 0;
        }

        return sum;
    }

    // The divergence of x times x from y times y: 2 |x| (sum x log(x / y) - |x| + |y|) + (|x| - |y|)^2.
    private static double SquareDivergence(double relativeEntropy, double mass, double total) =>
        Math.Max(0, (2 * mass * relativeEntropy) - (mass * mass) + (total * total));
}
