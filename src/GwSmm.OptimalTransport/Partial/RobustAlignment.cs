using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Estimates the Gromov-Wasserstein alignment of two clouds from versions with outliers: partial Gromov-Wasserstein that may leave out a
/// fraction of either, after Gong, Nietert, Goldfeld, "Robust alignment via partial Gromov-Wasserstein distances" (2025), who show that this estimator
/// is minimax optimal in the population limit. When no fraction is given, it is chosen here where the curve of the value against
/// the fraction bends most: as long as outliers are left, trimming a little more saves much. Built once and reused; thread-safe; each call
/// runs on the calling thread.
/// </summary>
public sealed class RobustAlignment : IGromovWassersteinSolver, ISignatureUser, IWorkMemory
{
    // The plans of a search, of what it keeps and of the mass before.
    private const int SearchMatrices = 4;

    private readonly RobustAlignmentOptions _options;
    private readonly PartialGromovWassersteinSolver _solver;

    /// <summary>Creates an estimator.</summary>
    /// <param name="options">The fraction or how to choose it; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public RobustAlignment(RobustAlignmentOptions? options = null)
    {
        _options = options ?? new RobustAlignmentOptions();
        _solver = new PartialGromovWassersteinSolver(_options.Partial);
        foreach (var fraction in _options.Fraction is null ? _options.Candidates : [_options.Fraction.Value])
        {
            if (!(fraction >= 0) || fraction >= RobustAlignmentOptions.Breakdown)
            {
                throw new ArgumentOutOfRangeException(nameof(options), fraction, "The fraction to be trimmed must be at least 0 and below 1/3.");
            }
        }

        if (!(_options.ElbowRatio > 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.ElbowRatio, "The ratio of slopes must be above 1.");
        }

        var candidates = _options.Candidates;
        if (_options.Fraction is null
            && (candidates.Count < 3 || candidates[0] != 0 || Enumerable.Range(1, candidates.Count - 1).Any(k => candidates[k] <= candidates[k - 1])))
        {
            throw new ArgumentException("At least three candidates are needed, the first 0 and each larger than the one before.", nameof(options));
        }
    }

    /// <inheritdoc/>
    public string Name => "robust";

    /// <inheritdoc/>
    public string Description => SolverDescription.Of(Name, _options);

    /// <inheritdoc/>
    int IWorkMemory.WorkMatrices => IWorkMemory.Of(_solver) + SearchMatrices + (_options.Fraction is null ? _options.Candidates.Count : 0);

    /// <inheritdoc/>
    SignatureParts ISignatureUser.KeptParts => _options.Fraction is > 0
        ? RelaxedBound.PartsOf(_options.Partial.Bounds)
        : RelaxedBound.PartsOf(_options.Partial.Bounds) | SignatureMemory.PartsOf(_options.Partial.Bounds);

    /// <summary>Aligns two clouds; the same as <see cref="Align"/>.</summary>
    /// <param name="problem">The problem; its initial plan, if any, is where matching starts, scaled to the mass.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The alignment of what is not trimmed. Its plan has the mass 1 - <see cref="RobustAlignmentResult.Fraction"/> and marginals of at most
    /// the weights.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public RobustAlignmentResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default) => Align(problem, cancellationToken);

    /// <inheritdoc/>
    GromovWassersteinResult IGromovWassersteinSolver.Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken) => Align(problem, cancellationToken);

    /// <summary>Aligns two clouds.</summary>
    /// <param name="problem">The problem; its initial plan, if any, is where matching starts, scaled to the mass.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The alignment of what is not trimmed.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public RobustAlignmentResult Align(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var supported = new SupportedProblem(problem);
        if (_options.Fraction is double given)
        {
            return Result(given, Match(problem, supported, 1 - given, [], cancellationToken, out _), []);
        }

        var matches = Curve(problem, supported, cancellationToken);
        var curve = matches.Select((match, k) => (_options.Candidates[k], match.Value)).ToArray();
        var chosen = Elbow(curve);
        return Result(_options.Candidates[chosen], matches[chosen], curve);

        RobustAlignmentResult Result(double fraction, GromovWassersteinResult match, IReadOnlyList<(double Fraction, double Value)> curve)
        {
            var (sourceKept, targetKept) = Kept(problem, match.Plan);
            match = _solver.WithBound(problem, supported, 1 - fraction, match, cancellationToken);
            return new RobustAlignmentResult(problem, Name, fraction, match, sourceKept, targetKept, curve);
        }
    }

    private GromovWassersteinResult[] Curve(GromovWassersteinProblem problem, SupportedProblem supported, CancellationToken cancellationToken)
    {
        var matches = new GromovWassersteinResult[_options.Candidates.Count];
        double[] plan = [];
        for (var k = 0; k < matches.Length; k++)
        {
            matches[k] = Match(problem, supported, 1 - _options.Candidates[k], plan, cancellationToken, out plan);
        }

        return matches;
    }

    // The best of up to three searches. From the usual start. From that start again, with the outliers of the first search left out, as
    // while they are in, they distort the first steps. And from the plan of a larger mass, scaled down, which alone makes the curve fall.
    private GromovWassersteinResult Match(
        GromovWassersteinProblem problem, SupportedProblem supported, double mass, double[] larger, CancellationToken cancellationToken, out double[] plan)
    {
        var best = _solver.Solve(problem, supported, mass, [], cancellationToken, out plan);
        var kept = mass < 1 ? WithinKept(supported, plan, cancellationToken) : [];
        foreach (var start in new[] { kept, larger })
        {
            if (start.Length == 0)
            {
                continue;
            }

            var scaled = start.AsSpan().ToArray();
            TensorPrimitives.Multiply(scaled, mass / TensorPrimitives.Sum<double>(scaled), scaled);
            var match = _solver.Solve(problem, supported, mass, scaled, cancellationToken, out var other);
            if (match.Value < best.Value)
            {
                (best, plan) = (match, other);
            }
        }

        return best;
    }

    // Matches all of what a plan keeps, from the product of the kept weights.
    private double[] WithinKept(SupportedProblem supported, double[] plan, CancellationToken cancellationToken)
    {
        var (source, target) = (supported.Source, supported.Target);
        var (rows, columns) = (new double[source.Count], new double[target.Count]);
        PlanMarginals.Sum(plan, rows, columns);
        TensorPrimitives.Divide(rows, TensorPrimitives.Sum<double>(rows), rows);
        TensorPrimitives.Divide(columns, TensorPrimitives.Sum<double>(columns), columns);
        var (keptSource, keptTarget) = (MetricMeasureSpace.FromCost(source.Cost, source.Count, rows), MetricMeasureSpace.FromCost(target.Cost, target.Count, columns));
        var problem = supported.FeatureCost is null
            ? new GromovWassersteinProblem(keptSource, keptTarget, supported.Loss)
            : new GromovWassersteinProblem(keptSource, keptTarget, supported.FeatureCost, supported.Alpha, supported.Loss);
        return _solver.Solve(problem, new SupportedProblem(problem), 1, [], cancellationToken, out _).Plan;
    }

    private int Elbow((double Fraction, double Value)[] curve)
    {
        var slopes = Enumerable.Range(0, curve.Length - 1)
            .Select(k => (curve[k].Value - curve[k + 1].Value) / (curve[k + 1].Fraction - curve[k].Fraction)).ToArray();

        // Slopes that are a rounding error of the first value are as good as 0.
        var floor = Math.Max(1e-12 * curve[0].Value, double.Epsilon);
        var (best, bestRatio) = (0, _options.ElbowRatio);
        for (var k = 1; k < slopes.Length; k++)
        {
            var ratio = slopes[k - 1] / Math.Max(slopes[k], floor);
            if (ratio > bestRatio)
            {
                (best, bestRatio) = (k, ratio);
            }
        }

        return best;
    }

    private static (double[] Source, double[] Target) Kept(GromovWassersteinProblem problem, double[] plan)
    {
        var (source, target) = (new double[problem.Source.Count], new double[problem.Target.Count]);
        PlanMarginals.Sum(plan, source, target);
        ToShare(source, problem.Source.Weights);
        ToShare(target, problem.Target.Weights);
        return (source, target);
    }

    private static void ToShare(double[] sums, double[] weights)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = weights[i] > 0 ? Math.Clamp(sums[i] / weights[i], 0, 1) : 0;
        }
    }
}
