using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>One run of an entropic method with all its buffers, which are kept for the next run. Not thread-safe.</summary>
internal sealed class EntropicWorkspace
{
    private readonly EntropicObjective _objective = new();
    private readonly SinkhornWorkspace _sinkhorn = new();
    private readonly EntropicAcceleration _acceleration = new();
    private double[] _plan = [];
    private double[] _previous = [];
    private double[] _exponent = [];
    private double[] _logPlan = [];
    private double[] _f = [];
    private double[] _g = [];
    private double[] _scratch = [];
    private SupportedProblem _problem = null!;
    private int _n;
    private int _m;

    /// <summary>The plan [n, m] of the last run.</summary>
    public ReadOnlySpan<double> Plan => _plan.AsSpan(0, _n * _m);

    private Span<double> Exponent => _exponent.AsSpan(0, _n * _m);

    /// <summary>Runs the method.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">How to run and when to stop.</param>
    /// <param name="inner">When Sinkhorn's iterations stop.</param>
    /// <param name="trace">Receives the objective at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>Why the run stopped.</returns>
    public GromovWassersteinStop Run(
        SupportedProblem problem, EntropicGromovWassersteinOptions options, SinkhornSettings inner, List<double> trace, CancellationToken cancellationToken)
    {
        _problem = problem;
        (_n, _m) = (problem.Source.Count, problem.Target.Count);
        Reserve(options.Method != EntropicMethod.ProjectedGradient);
        _sinkhorn.Set(problem.Source.Weights, problem.Target.Weights);
        _objective.Set(problem, freeTarget: false);
        Start(options.Method != EntropicMethod.ProjectedGradient);
        trace.Add(Linearize(options.Epsilon));
        var change = TensorPrimitives.Norm(Plan);
        var accelerates = options.Accelerate && options.Method == EntropicMethod.ProjectedGradient;
        _acceleration.Begin(_n * _m, change);
        for (var iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var settings = inner with { Tolerance = Math.Max(inner.Tolerance, options.InnerRelativeTolerance * change) };
            (_plan, _previous) = (_previous, _plan);
            switch (options.Method)
            {
                case EntropicMethod.ProjectedGradient:
                    Project(options.WarmStart && iteration > 1, settings, cancellationToken);
                    break;
                case EntropicMethod.Proximal:
                    Approach(settings, cancellationToken);
                    break;
                default:
                    Alternate(options.Epsilon);
                    break;
            }

            if (accelerates)
            {
                _acceleration.BeforeStep(Exponent);
            }

            trace.Add(Linearize(options.Epsilon));
            change = TensorPrimitives.Distance(Plan, _previous.AsSpan(0, _n * _m));
            if (accelerates)
            {
                _acceleration.AfterStep(Exponent, change);
            }

            if ((iteration - 1) % options.CheckInterval == 0 && change <= options.Tolerance)
            {
                return GromovWassersteinStop.Stationary;
            }

            if (iteration >= options.MaxIterations)
            {
                return GromovWassersteinStop.IterationLimit;
            }
        }
    }

    /// <summary>Ends a run.</summary>
    /// <param name="round">Whether to round the plan to a coupling.</param>
    /// <returns>The objective of the plan.</returns>
    public ObjectiveParts Finish(bool round)
    {
        if (round)
        {
            CouplingRounding.Round(_plan.AsSpan(0, _n * _m), _problem.Source.Weights, _sinkhorn.Target, _f.AsSpan(0, _n), _g.AsSpan(0, _m));
        }

        return _objective.Evaluate(Plan, Exponent);
    }

    private void Start(bool logarithm)
    {
        var plan = _plan.AsSpan(0, _n * _m);
        if (_problem.InitialPlan is { } initial)
        {
            initial.CopyTo(plan);
        }
        else
        {
            for (var i = 0; i < _n; i++)
            {
                TensorPrimitives.Multiply(_problem.Target.Weights, _problem.Source.Weights[i], plan.Slice(i * _m, _m));
            }
        }

        if (logarithm)
        {
            TensorPrimitives.Log(Plan, _logPlan.AsSpan(0, _n * _m));
        }
    }

    private double Linearize(double epsilon) => _objective.Linearize(Plan, epsilon, Exponent);

    private void Project(bool warm, SinkhornSettings inner, CancellationToken cancellationToken)
    {
        var f = _f.AsSpan(0, _n);
        var g = _g.AsSpan(0, _m);
        if (!warm)
        {
            f.Clear();
        }

        _sinkhorn.Run(Exponent, f, g, warm, _plan.AsSpan(0, _n * _m), inner, cancellationToken);
    }

    private void Approach(SinkhornSettings inner, CancellationToken cancellationToken)
    {
        var logPlan = _logPlan.AsSpan(0, _n * _m);
        var f = _f.AsSpan(0, _n);
        var g = _g.AsSpan(0, _m);
        TensorPrimitives.Add(logPlan, Exponent, logPlan);
        f.Clear();
        _sinkhorn.Run(logPlan, f, g, warm: false, _plan.AsSpan(0, _n * _m), inner, cancellationToken);
        for (var i = 0; i < _n; i++)
        {
            var row = logPlan.Slice(i * _m, _m);
            TensorPrimitives.Add(row, f[i], row);
            TensorPrimitives.Add(row, g, row);
        }
    }

    private void Alternate(double epsilon)
    {
        var logPlan = _logPlan.AsSpan(0, _n * _m);
        var plan = _plan.AsSpan(0, _n * _m);
        var f = _f.AsSpan(0, _n);
        var g = _g.AsSpan(0, _m);
        TensorPrimitives.Add(logPlan, Exponent, logPlan);
        g.Clear();
        LogSumExp.Rows(logPlan, g, f, _scratch.AsSpan(0, _m));
        for (var i = 0; i < _n; i++)
        {
            var row = logPlan.Slice(i * _m, _m);
            TensorPrimitives.Add(row, Math.Log(_problem.Source.Weights[i]) - f[i], row);
        }

        TensorPrimitives.Exp<double>(logPlan, plan);
        _ = Linearize(epsilon);
        TensorPrimitives.Add(logPlan, Exponent, logPlan);
        f.Clear();
        LogSumExp.Columns(logPlan, f, g, _scratch);
        for (var j = 0; j < _m; j++)
        {
            g[j] = Math.Log(_sinkhorn.Target[j]) - g[j];
        }

        for (var i = 0; i < _n; i++)
        {
            var row = logPlan.Slice(i * _m, _m);
            TensorPrimitives.Add(row, g, row);
        }

        TensorPrimitives.Exp<double>(logPlan, plan);
    }

    private void Reserve(bool logarithm)
    {
        var length = _n * _m;
        if (_plan.Length < length)
        {
            (_plan, _previous, _exponent) = (new double[length], new double[length], new double[length]);
        }

        if (logarithm && _logPlan.Length < length)
        {
            _logPlan = new double[length];
        }

        if (_f.Length < _n)
        {
            _f = new double[_n];
        }

        if (_g.Length < _m)
        {
            (_g, _scratch) = (new double[_m], new double[2 * _m]);
        }
    }
}
