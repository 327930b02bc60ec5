using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>One block-coordinate descent: the coupling, the weights of features and the buffers between them. Not thread-safe.</summary>
internal sealed class FeatureSelectionRun
{
    private readonly FeatureSelectionProblem _problem;
    private readonly GromovWassersteinSolver _couplings;
    private readonly FeatureDifferences _features;
    private readonly MetricMeasureSpace _source;
    private readonly MetricMeasureSpace _target;
    private readonly double[] _weights;
    private readonly double[] _costs;
    private readonly double[] _featureCost;
    private readonly InitialCoupling _start;
    private double[]? _plan;
    private double _structureValue;

    /// <summary>Starts at equal feature weights.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="initialPlan">The first coupling [n, m]; null for the product of the weights.</param>
    /// <param name="start">How it was made.</param>
    /// <param name="couplings">Finds the couplings.</param>
    /// <param name="standardize">Whether features count in units of their cost under the product of the weights.</param>
    public FeatureSelectionRun(
        FeatureSelectionProblem problem, double[]? initialPlan, InitialCoupling start, GromovWassersteinSolver couplings, bool standardize)
    {
        (_problem, _plan, _start, _couplings) = (problem, initialPlan, start, couplings);
        _source = problem.SourceStructure ?? problem.Source.Build();
        _target = problem.TargetStructure ?? problem.Target.Build();
        _features = new FeatureDifferences(problem.Source, problem.Target, _source.Weights, _target.Weights, standardize);
        _weights = new double[_features.Kept.Length];
        _costs = new double[_weights.Length];
        _featureCost = new double[_source.Count * _target.Count];
        Array.Fill(_weights, 1.0 / _weights.Length);
    }

    /// <summary>Goes down from where the run stands.</summary>
    /// <param name="spread">Lambda as a fraction of the mean cost of a feature under the product of the weights.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="cancellationToken">Stops the descent.</param>
    /// <returns>Where it ended.</returns>
    public FeatureSelectionResult Descend(double spread, FeatureSelectionOptions options, CancellationToken cancellationToken)
    {
        var lambda = spread * _features.MeanRandomCost;
        var trace = new List<double>();
        GromovWassersteinStop? stop = null;
        while (stop is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = FindCoupling(cancellationToken);
            if (trace.Count == 0)
            {
                trace.Add(start + ((1 - _problem.Alpha) * Penalty(lambda)));
            }

            _features.CostsOf(_plan, _costs);
            SimplexWeights.Minimize(_costs, lambda, _weights);
            trace.Add(((1 - _problem.Alpha) * (FeatureValue() + Penalty(lambda))) + (_problem.Alpha * _structureValue));
            stop = StopAfter(trace, options);
        }

        var structure = new GromovWassersteinProblem(_source, _target, _problem.Loss).StartingFrom(null, _start);
        return new FeatureSelectionResult(structure, FeatureSelectionSolver.SolverName, _plan!, Scatter(_weights), Scatter(_costs), trace, stop.Value)
        {
            StructureValue = _structureValue,
            FeatureValue = FeatureValue(),
            Penalty = Penalty(lambda),
        };
    }

    /// <summary>A number that the objective of no coupling and weights is below.</summary>
    /// <param name="spread">Lambda as for <see cref="Descend"/>.</param>
    /// <param name="kinds">The bounds of the structure; none for 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bound, at least 0.</returns>
    public double LowerBound(double spread, LowerBounds kinds, CancellationToken cancellationToken)
    {
        if (kinds == LowerBounds.None)
        {
            return 0;
        }

        var structure = CertifiedBound.Of(new GromovWassersteinProblem(_source, _target, _problem.Loss), kinds, cancellationToken);
        var features = SimplexWeights.LeastValue(_features.LeastCosts(_source.Weights, _target.Weights), spread * _features.MeanRandomCost);
        return ((1 - _problem.Alpha) * features) + (_problem.Alpha * structure);
    }

    // Returns the fused objective before the coupling was improved.
    private double FindCoupling(CancellationToken cancellationToken)
    {
        _features.WriteCost(_weights, _featureCost);
        var fused = new GromovWassersteinProblem(_source, _target, _featureCost, _problem.Alpha, _problem.Loss);
        var start = _plan is null ? InitialCoupling.Product : InitialCoupling.Given;
        var result = _couplings.Solve(fused.StartingFrom(_plan, start), cancellationToken);
        (_plan, _structureValue) = (result.Plan, result.StructureValue);
        return result.CostTrace[0];
    }

    private static GromovWassersteinStop? StopAfter(List<double> trace, FeatureSelectionOptions options)
    {
        var decrease = trace[^2] - trace[^1];
        return decrease <= 0 ? GromovWassersteinStop.Stationary
            : decrease < options.RelativeTolerance * trace[^1] ? GromovWassersteinStop.RelativeTolerance
            : trace.Count > options.MaxIterations ? GromovWassersteinStop.IterationLimit
            : null;
    }

    private double FeatureValue() => TensorPrimitives.Dot<double>(_weights, _costs);

    private double Penalty(double lambda) => lambda * TensorPrimitives.SumOfSquares<double>(_weights);

    private double[] Scatter(double[] values)
    {
        var result = new double[_problem.Source.Dimension];
        for (var k = 0; k < values.Length; k++)
        {
            result[_features.Kept[k]] = values[k];
        }

        return result;
    }
}
