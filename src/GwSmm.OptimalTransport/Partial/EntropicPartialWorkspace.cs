using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>One run of the projected-gradient method on plans of a given mass, with its buffers. Not thread-safe.</summary>
internal sealed class EntropicPartialWorkspace
{
    private readonly FreeMarginalTerm _term = new();
    private readonly PartialScaling _scaling = new();
    private readonly PlanRounding _rounding = new();
    private double[] _plan = [];
    private double[] _next = [];
    private double[] _gradient = [];

    /// <summary>sum L T T of the plan of the last run, at least 0.</summary>
    public double StructureValue { get; private set; }

    /// <summary>sum M T of the plan of the last run.</summary>
    public double FeatureValue { get; private set; }

    /// <summary>Runs the method.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">The options.</param>
    /// <param name="trace">Receives the objective, without entropy, at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <param name="plan">Receives a new array, the plan [n, m].</param>
    /// <returns>Why the run stopped.</returns>
    public GromovWassersteinStop Run(
        SupportedProblem problem, EntropicPartialGromovWassersteinOptions options, List<double> trace, CancellationToken cancellationToken, out double[] plan)
    {
        var (p, q) = (problem.Source.Weights, problem.Target.Weights);
        var mass = Math.Min(options.Mass, Math.Min(TensorPrimitives.Sum<double>(p), TensorPrimitives.Sum<double>(q)));
        var length = p.Length * q.Length;
        if (_plan.Length < length)
        {
            (_plan, _next, _gradient) = (new double[length], new double[length], new double[length]);
        }

        _term.Set(problem.Source, problem.Target, problem.Loss);
        _scaling.Set(p, q, mass);
        Start(problem, mass);
        trace.Add(Objective(problem, length));
        var stop = GromovWassersteinStop.IterationLimit;
        for (var iteration = 0; iteration < options.MaxIterations && stop == GromovWassersteinStop.IterationLimit; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cost = _gradient.AsSpan(0, length);
            TensorPrimitives.Multiply(cost, 2 * problem.Alpha, cost);
            if (problem.FeatureCost is not null)
            {
                TensorPrimitives.MultiplyAdd(problem.FeatureCost, 1 - problem.Alpha, cost, cost);
            }

            var next = _next.AsSpan(0, length);
            _scaling.Solve(cost, options.Epsilon, options.MaxInnerIterations, options.InnerTolerance, next, cancellationToken);
            _rounding.Round(next, p, q, mass);
            var change = TensorPrimitives.Distance<double>(_plan.AsSpan(0, length), next);
            (_plan, _next) = (_next, _plan);
            trace.Add(Objective(problem, length));
            if (change <= options.Tolerance)
            {
                stop = GromovWassersteinStop.Stationary;
            }
        }

        plan = _plan[..length];
        return stop;
    }

    private void Start(SupportedProblem problem, double mass)
    {
        var (p, q) = (problem.Source.Weights, problem.Target.Weights);
        if (problem.InitialPlan is not null)
        {
            TensorPrimitives.Multiply(problem.InitialPlan, mass / TensorPrimitives.Sum<double>(problem.InitialPlan), _plan);
            return;
        }

        var factor = mass / (TensorPrimitives.Sum<double>(p) * TensorPrimitives.Sum<double>(q));
        for (var i = 0; i < p.Length; i++)
        {
            TensorPrimitives.Multiply(q, factor * p[i], _plan.AsSpan(i * q.Length, q.Length));
        }
    }

    // Leaves G of the plan behind, which the next iteration needs.
    private double Objective(SupportedProblem problem, int length)
    {
        var plan = _plan.AsSpan(0, length);
        var gradient = _gradient.AsSpan(0, length);
        _term.Of(plan, gradient);
        StructureValue = Math.Max(0, TensorPrimitives.Dot<double>(gradient, plan));
        FeatureValue = problem.FeatureCost is null ? 0 : TensorPrimitives.Dot<double>(problem.FeatureCost, plan);
        return (problem.Alpha * StructureValue) + ((1 - problem.Alpha) * FeatureValue);
    }
}
