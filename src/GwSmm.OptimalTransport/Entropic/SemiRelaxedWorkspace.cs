using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>One run of the semi-relaxed mirror descent with all its buffers, which are kept for the next run. Not thread-safe.</summary>
internal sealed class SemiRelaxedWorkspace
{
    private readonly EntropicObjective _objective = new();
    private double[] _plan = [];
    private double[] _previous = [];
    private double[] _exponent = [];
    private double[] _logPlan = [];
    private double[] _logSource = [];
    private SupportedProblem _problem = null!;
    private int _n;
    private int _m;

    /// <summary>The plan [n, m] of the last run.</summary>
    public ReadOnlySpan<double> Plan => _plan.AsSpan(0, _n * _m);

    /// <summary>Runs the method.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">How to run and when to stop.</param>
    /// <param name="trace">Receives the objective at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Why the run stopped.</returns>
    public GromovWassersteinStop Run(
        SupportedProblem problem, EntropicSemiRelaxedOptions options, List<double> trace, CancellationToken cancellationToken)
    {
        _problem = problem;
        (_n, _m) = (problem.Source.Count, problem.Target.Count);
        Reserve();
        _objective.Set(problem, freeTarget: true);
        Start();
        trace.Add(Linearize(options.Epsilon));
        for (var iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (_plan, _previous) = (_previous, _plan);
            Step();
            trace.Add(Linearize(options.Epsilon));
            if ((iteration - 1) % options.CheckInterval == 0 && TensorPrimitives.Distance(Plan, _previous.AsSpan(0, _n * _m)) <= options.Tolerance)
            {
                return GromovWassersteinStop.Stationary;
            }

            if (iteration >= options.MaxIterations)
            {
                return GromovWassersteinStop.IterationLimit;
            }
        }
    }

    /// <summary>The objective of the plan of the last run.</summary>
    /// <returns>Its parts.</returns>
    public ObjectiveParts Evaluate() => _objective.Evaluate(Plan, _exponent.AsSpan(0, _n * _m));

    private void Start()
    {
        var plan = _plan.AsSpan(0, _n * _m);
        TensorPrimitives.Log(_problem.Source.Weights, _logSource.AsSpan(0, _n));
        for (var i = 0; i < _n; i++)
        {
            TensorPrimitives.Multiply(_problem.Target.Weights, _problem.Source.Weights[i], plan.Slice(i * _m, _m));
        }

        _problem.InitialPlan?.CopyTo(plan);
        TensorPrimitives.Log(Plan, _logPlan.AsSpan(0, _n * _m));
    }

    private double Linearize(double epsilon) => _objective.Linearize(Plan, epsilon, _exponent.AsSpan(0, _n * _m));

    private void Step()
    {
        for (var i = 0; i < _n; i++)
        {
            var logRow = _logPlan.AsSpan(i * _m, _m);
            var row = _plan.AsSpan(i * _m, _m);
            TensorPrimitives.Add(logRow, _exponent.AsSpan(i * _m, _m), logRow);
            TensorPrimitives.Subtract(logRow, TensorPrimitives.Max<double>(logRow), logRow);
            TensorPrimitives.Exp<double>(logRow, row);
            var sum = TensorPrimitives.Sum<double>(row);
            TensorPrimitives.Multiply(row, _problem.Source.Weights[i] / sum, row);
            TensorPrimitives.Add(logRow, _logSource[i] - Math.Log(sum), logRow);
        }
    }

    private void Reserve()
    {
        var length = _n * _m;
        if (_plan.Length < length)
        {
            (_plan, _previous, _exponent, _logPlan) = (new double[length], new double[length], new double[length], new double[length]);
        }

        if (_logSource.Length < _n)
        {
            _logSource = new double[_n];
        }
    }
}
