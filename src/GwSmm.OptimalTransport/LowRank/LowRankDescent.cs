using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Mirror descent on the factors of a low-rank coupling: every step multiplies them by exp(-gamma gradient) and projects. Gamma is
/// relative to the largest entry of the gradient and halved until a step does not raise the objective. Not thread-safe.
/// </summary>
internal sealed class LowRankDescent
{
    // Entries below this are as good as 0, but would stay 0 for ever.
    private const double SmallestEntry = 1e-100;
    private const int MaxHalvings = 30;

    private readonly MetricMeasureSpace _source;
    private readonly MetricMeasureSpace _target;
    private readonly LowRankGromovWassersteinOptions _options;
    private readonly LowRankCostProduct _sourceProduct;
    private readonly LowRankCostProduct _targetProduct;
    private readonly LowRankProjection _projection;
    private readonly double[] _sourceEccentricity;
    private readonly double[] _targetEccentricity;
    private readonly double[] _q;
    private readonly double[] _r;
    private readonly double[] _g;
    private readonly double _constant;
    private readonly double _scale;
    private LowRankCoupling _trial;

    /// <summary>Takes up a problem.</summary>
    /// <param name="source">The first space [n]; all weights positive, costs symmetric.</param>
    /// <param name="target">The second space [m]; all weights positive, costs symmetric.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">The options; the rank is at most n and m.</param>
    public LowRankDescent(MetricMeasureSpace source, MetricMeasureSpace target, QuadraticLoss loss, LowRankGromovWassersteinOptions options)
    {
        (_source, _target, _options) = (source, target, options);
        var isSquare = ReferenceEquals(loss, QuadraticLoss.Square);
        _sourceProduct = new LowRankCostProduct(source, isSquare ? null : loss.H1, 1);
        _targetProduct = new LowRankCostProduct(target, isSquare ? null : loss.H2, 2);
        _scale = _sourceProduct.Scale * _targetProduct.Scale;
        _constant = Mean(source, loss.F1) + Mean(target, loss.F2);
        var rank = options.Rank;
        var targetSum = TensorPrimitives.Sum<double>(target.Weights);
        var sourceSum = TensorPrimitives.Sum<double>(source.Weights);
        _projection = new LowRankProjection(source.Weights, Array.ConvertAll(target.Weights, w => w * (sourceSum / targetSum)), rank);
        (_sourceEccentricity, _targetEccentricity) = (new double[source.Count], new double[target.Count]);
        _sourceProduct.Multiply(source.Weights, 1, _sourceEccentricity);
        _targetProduct.Multiply(target.Weights, 1, _targetEccentricity);
        (_q, _r, _g) = (new double[source.Count * rank], new double[target.Count * rank], new double[rank]);
        _trial = new LowRankCoupling(source.Count, target.Count, rank);
    }

    /// <summary>Runs from one start.</summary>
    /// <param name="start">The number of the start.</param>
    /// <param name="trace">Receives the objective at the start and after each iteration.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <param name="stop">Why the run stopped.</param>
    /// <returns>A new coupling.</returns>
    public LowRankCoupling Run(int start, List<double> trace, CancellationToken cancellationToken, out GromovWassersteinStop stop)
    {
        var current = Start(start, cancellationToken);
        trace.Add(Objective(current));
        var step = _options.Step;
        var idle = 0;
        for (var iteration = 0; iteration < _options.MaxIterations; iteration++)
        {
            if (!Step(ref current, ref step, cancellationToken))
            {
                trace.Add(trace[^1]);
                stop = GromovWassersteinStop.Stationary;
                return current;
            }

            trace.Add(Objective(current));

            // One idle step may be due to a gamma that was halved too often.
            idle = trace[^2] - trace[^1] <= _options.RelativeTolerance * trace[^1] ? idle + 1 : 0;
            if (idle == 2)
            {
                stop = GromovWassersteinStop.RelativeTolerance;
                return current;
            }
        }

        stop = GromovWassersteinStop.IterationLimit;
        return current;
    }

    private static double Mean(MetricMeasureSpace space, ElementwiseMap function)
    {
        var row = new double[space.Count];
        var sum = 0.0;
        for (var i = 0; i < space.Count; i++)
        {
            function(space.Cost.AsSpan(i * space.Count, space.Count), row);
            sum += space.Weights[i] * TensorPrimitives.Dot<double>(row, space.Weights);
        }

        return sum;
    }

    private double Objective(LowRankCoupling coupling) => Math.Max(0, _constant + (_scale * coupling.Value));

    private LowRankCoupling Start(int start, CancellationToken cancellationToken)
    {
        var random = start == 0 ? null : new DeterministicRandom(DeterministicRandom.Derive(_options.Seed, $"low-rank start {start}"));
        var coupling = new LowRankCoupling(_source.Count, _target.Count, _options.Rank);
        LowRankStart.Fill(_source, _sourceEccentricity, _options.Rank, random, coupling.Q);
        LowRankStart.Fill(_target, _targetEccentricity, _options.Rank, random, coupling.R);
        Array.Fill(coupling.G, 1.0 / _options.Rank);
        Project(coupling, cancellationToken);
        return coupling;
    }

    private bool Step(ref LowRankCoupling current, ref double step, CancellationToken cancellationToken)
    {
        var largest = current.Gradient(_q, _r, _g);
        if (!(largest > 0))
        {
            return false;
        }

        for (var halvings = 0; halvings < MaxHalvings; halvings++)
        {
            Move(current.Q, _q, -step / largest, _trial.Q);
            Move(current.R, _r, -step / largest, _trial.R);
            Move(current.G, _g, -step / largest, _trial.G);
            Project(_trial, cancellationToken);
            if (_trial.Value <= current.Value)
            {
                (current, _trial) = (_trial, current);
                step = Math.Min(_options.Step, 2 * step);
                return true;
            }

            step *= 0.5;
        }

        return false;
    }

    private void Project(LowRankCoupling coupling, CancellationToken cancellationToken)
    {
        _projection.Project(coupling, _options.SmallestComponent, _options.MaxInnerIterations, _options.InnerTolerance, cancellationToken);
        coupling.Update(_sourceProduct, _targetProduct);
    }

    private static void Move(double[] from, double[] gradient, double factor, double[] to)
    {
        TensorPrimitives.Multiply(gradient, factor, to);
        TensorPrimitives.Exp<double>(to, to);
        TensorPrimitives.Multiply(from, to, to);
        TensorPrimitives.Max(to, SmallestEntry, to);
    }
}
