using System.Collections.Concurrent;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Couples two clouds along the map that is optimal between Gaussian distributions with their means and covariances (Delon, Desolneux, Salmona,
/// 2022): each principal axis goes to the axis of the same rank, stretched to its standard deviation; then exact linear transport takes the mapped points to those of the target. The
/// directions of axes do not matter to Gaussian distributions, but to points they do: each is the one that brings the two distributions along the axis
/// closer, by transport on the line, which their skewness decides where they are nearly Gaussian. Axes of (nearly) equal variance have no rank, and
/// symmetric ones no direction; then the coupling is one of several and can be a bad one. No iterations: O(k n m) for k axes, one linear problem, and what
/// <see cref="PrincipalAxes"/> and the bounds take. It starts from nothing, and problems with an initial plan are refused. Built once and reused; thread-safe; each solve runs on the
/// calling thread.
/// </summary>
public sealed class GaussianGromovWassersteinSolver : IGromovWassersteinSolver, ISignatureUser
{
    private readonly GaussianGromovWassersteinOptions _options;
    private readonly ConcurrentBag<QuadraticTerm> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">The bounds; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public GaussianGromovWassersteinSolver(GaussianGromovWassersteinOptions? options = null)
    {
        _options = options ?? new GaussianGromovWassersteinOptions();
        GromovWassersteinBounds.CheckKinds(_options.Bounds);
    }

    /// <inheritdoc/>
    public string Name => "gaussian";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    public bool GivesCouplings => true;

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => SignatureMemory.PartsOf(_options.Bounds);

    /// <summary>Solves one problem.</summary>
    /// <param name="problem">The problem: squared Euclidean costs of features, square loss, no feature cost. The spaces may have different dimensions
    /// and normalisations.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>A coupling of the points with its own value, and the closed form.</returns>
    /// <exception cref="GwSmmException">The problem is of another kind.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public GaussianResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        Check(problem);
        cancellationToken.ThrowIfCancellationRequested();
        var supported = new SupportedProblem(problem);
        var (source, target) = (AxesOf(supported.Source), AxesOf(supported.Target));
        var gaussian = GaussianGromovWasserstein.Compare(source.Variances, target.Variances);
        var cost = Distances(supported, source, target, cancellationToken);
        var plan = LinearTransport.Solve(supported.Source.Weights, supported.Target.Weights, cost, cancellationToken).Plan;
        var value = Evaluate(supported, plan);
        var result = new GaussianResult(problem, Name, value, () => supported.Expand(plan), gaussian);
        return (GaussianResult)result.WithLowerBound(Math.Min(value, CertifiedBound.Of(problem, _options.Bounds, cancellationToken)));
    }

    /// <inheritdoc/>
    GromovWassersteinResult IGromovWassersteinSolver.Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken) => Solve(problem, cancellationToken);

    private static void Check(GromovWassersteinProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        problem.RequireNoInitialPlan("the Gaussian closed form");
        if (problem.FeatureCost is not null)
        {
            throw new GwSmmException("The problem has a feature cost, which the Gaussian closed form does not know. Use the exact solver (conditional gradient), or leave the feature cost out.");
        }

        if (!ReferenceEquals(problem.Loss, QuadraticLoss.Square))
        {
            throw new GwSmmException($"The loss is {problem.Loss.Name}; the Gaussian closed form is for the square loss. Use the square loss, or another solver.");
        }

        foreach (var (space, side) in new[] { (problem.Source, "source"), (problem.Target, "target") })
        {
            if (space.Features is null || space.Origin.Metric != CostMetric.SquaredEuclidean)
            {
                var found = space.Features is null ? "given, without features" : $"of the metric {space.Origin.Metric}";
                throw new GwSmmException(
                    $"The {side} costs are {found}; the Gaussian closed form is for squared Euclidean costs of features. Make the spaces of features with the squared Euclidean metric, or use another solver.");
            }
        }
    }

    private static PrincipalAxes AxesOf(MetricMeasureSpace space) => PrincipalAxes.Of(space.Features!, space.Weights, space.Origin.Scale);

    // Of what the target has beyond the axes of the source, and the other way round, no coupling differs.
    private static double[] Distances(SupportedProblem problem, PrincipalAxes source, PrincipalAxes target, CancellationToken cancellationToken)
    {
        var (p, q) = (problem.Source.Weights, problem.Target.Weights);
        var cost = new double[p.Length * q.Length];
        for (var k = 0; k < Math.Min(source.Coordinates.Length, target.Coordinates.Length); k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mapped = Map(source.Coordinates[k], Math.Sqrt(target.Variances[^(k + 1)] / source.Variances[^(k + 1)]), target.Coordinates[k], p, q);
            for (var i = 0; i < p.Length; i++)
            {
                var row = cost.AsSpan(i * q.Length, q.Length);
                for (var j = 0; j < row.Length; j++)
                {
                    var difference = mapped[i] - target.Coordinates[k][j];
                    row[j] += difference * difference;
                }
            }
        }

        return cost;
    }

    private static double[] Map(double[] axis, double stretch, double[] target, double[] p, double[] q)
    {
        var line = WeightedLine.Create(target.AsSpan().ToArray(), q);
        double[] mapped = [.. axis.Select(value => value * stretch)];
        double[] turned = [.. mapped.Select(value => -value)];
        var kept = OneDimensionalTransport.SquaredCost(WeightedLine.Create(mapped.AsSpan().ToArray(), p), line);
        return kept <= OneDimensionalTransport.SquaredCost(WeightedLine.Create(turned.AsSpan().ToArray(), p), line) ? mapped : turned;
    }

    private double Evaluate(SupportedProblem problem, double[] plan)
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var cells = new SparsePlan();
        cells.Begin(n, m, plan.Length - plan.AsSpan().Count(0.0));
        for (var k = 0; k < plan.Length; k++)
        {
            if (plan[k] > 0)
            {
                cells.Add(k / m, k % m, plan[k]);
            }
        }

        cells.End();
        var term = _idle.TryTake(out var kept) ? kept : new QuadraticTerm();
        term.Set(problem.Source, problem.Target, problem.Loss);
        var value = term.Evaluate(cells);
        _idle.Add(term);
        return value;
    }
}
