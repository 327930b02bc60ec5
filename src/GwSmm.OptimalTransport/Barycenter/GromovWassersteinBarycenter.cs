using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The space of N points that is closest to several spaces: min over costs C of sum_s lambda_s GW(C, C_s), after Peyré, Cuturi, Solomon,
/// "Gromov-Wasserstein averaging of kernel and distance matrices" (2016). Matching all spaces with C and the best C for these plans, known in closed
/// form, alternate. The problem is not convex: the result depends on the start. Thread-safe.
/// </summary>
public static class GromovWassersteinBarycenter
{
    private const double LogShift = 1e-18;

    /// <summary>Finds a barycentre.</summary>
    /// <param name="spaces">The spaces, at least 1.</param>
    /// <param name="count">The number N of points of the barycentre, at least 1.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The barycentre.</returns>
    /// <exception cref="ArgumentException">No spaces; an option is out of its range or has another length than needed.</exception>
    /// <exception cref="GwSmmException">The weights or lambdas are not as they must be; a cost is not finite; the loss has no closed form.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static GromovWassersteinBarycenterResult Compute(
        IReadOnlyList<MetricMeasureSpace> spaces,
        int count,
        GromovWassersteinBarycenterOptions? options = null,
        IProgress<BarycenterProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        options ??= new GromovWassersteinBarycenterOptions();
        OptionRange.AtLeastOne(options.MaxIterations);
        OptionRange.AtLeastOne(options.Threads);
        OptionRange.NotNegative(options.Tolerance);
        if (spaces.Count == 0)
        {
            throw new ArgumentException("At least one space is needed.", nameof(spaces));
        }

        if (!ReferenceEquals(options.Loss, QuadraticLoss.Square) && !ReferenceEquals(options.Loss, QuadraticLoss.KullbackLeibler))
        {
            throw new GwSmmException(
                $"The best costs are not known in closed form for the {options.Loss.Name} loss. Use {nameof(QuadraticLoss.Square)} or {nameof(QuadraticLoss.KullbackLeibler)}.");
        }

        var barycenter = Start(count, options);
        var lambdas = Lambdas(spaces.Count, options);
        var terms = spaces.Select(space => Averaged(space, options.Loss)).ToArray();
        var trace = new List<BarycenterProgress>();
        var matches = new GromovWassersteinResult[spaces.Count];
        for (var iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = barycenter;
            Threads.For(spaces.Count, options.Threads, s =>
                matches[s] = options.Solver.Solve(new GromovWassersteinProblem(current, spaces[s], options.Loss), cancellationToken));
            var cost = Update(current, spaces, terms, matches, lambdas, options.Loss);
            var change = TensorPrimitives.Distance<double>(cost, current.Cost);
            barycenter = MetricMeasureSpace.FromCost(cost, count, current.Weights);
            trace.Add(new BarycenterProgress(iteration, Enumerable.Range(0, spaces.Count).Sum(s => lambdas[s] * matches[s].Value), change));
            progress?.Report(trace[^1]);
            var converged = change <= options.Tolerance;
            if (converged || iteration >= options.MaxIterations)
            {
                return new GromovWassersteinBarycenterResult(barycenter, matches, trace, converged);
            }
        }
    }

    private static MetricMeasureSpace Start(int count, GromovWassersteinBarycenterOptions options)
    {
        double[] weights = options.Weights is null ? [] : [.. options.Weights];
        double[]? given = options.InitialCost is null ? null : [.. options.InitialCost];
        var start = given is null && count >= 1 ? Random(count, options.Seed, weights) : MetricMeasureSpace.FromCost(given ?? [], count, weights);
        return !start.HasZeroWeights
            ? start
            : throw new GwSmmException("A weight of the barycentre is 0; the costs of such a point mean nothing. Give it a weight or leave it out.");
    }

    private static MetricMeasureSpace Random(int count, ulong seed, double[] weights)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "barycenter"));
        var points = new double[2 * count];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = random.NextGaussian();
        }

        return MetricMeasureSpace.FromFeatures(points, count, 2, CostMetric.Euclidean, weights, CostNormalization.Max);
    }

    private static double[] Lambdas(int count, GromovWassersteinBarycenterOptions options)
    {
        if (options.Lambdas is null)
        {
            return MetricMeasureSpace.CheckWeights(default, count).Weights;
        }

        return options.Lambdas.Count == count
            ? MetricMeasureSpace.CheckWeights([.. options.Lambdas], count).Weights
            : throw new ArgumentException($"{count} spaces need {count} lambdas, not {options.Lambdas.Count}.", nameof(options));
    }

    // What is averaged over the plans: the costs for the square loss, their logarithms for the Kullback-Leibler loss.
    private static double[] Averaged(MetricMeasureSpace space, QuadraticLoss loss) =>
        ReferenceEquals(loss, QuadraticLoss.Square) ? space.Cost : Array.ConvertAll(space.Cost, c => Math.Log(c + LogShift));

    private static double[] Update(
        MetricMeasureSpace current,
        IReadOnlyList<MetricMeasureSpace> spaces,
        double[][] terms,
        GromovWassersteinResult[] matches,
        double[] lambdas,
        QuadraticLoss loss)
    {
        var n = current.Count;
        var cost = new double[n * n];
        for (var s = 0; s < spaces.Count; s++)
        {
            var m = spaces[s].Count;
            var half = new double[n * m];
            Gemm.Multiply(false, false, n, m, m, lambdas[s], matches[s].Plan, m, terms[s], m, 0, half, m);
            Gemm.Multiply(false, true, n, n, m, 1, half, m, matches[s].Plan, m, 1, cost, n);
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                cost[(i * n) + j] /= current.Weights[i] * current.Weights[j];
            }
        }

        if (!ReferenceEquals(loss, QuadraticLoss.Square))
        {
            TensorPrimitives.Exp<double>(cost, cost);
        }

        if (spaces.All(space => space.IsSymmetric))
        {
            Symmetrise(cost, n);
        }

        return cost;
    }

    // Products of matrices are symmetric only up to rounding.
    private static void Symmetrise(double[] cost, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var mean = 0.5 * (cost[(i * n) + j] + cost[(j * n) + i]);
                cost[(i * n) + j] = mean;
                cost[(j * n) + i] = mean;
            }
        }
    }
}
