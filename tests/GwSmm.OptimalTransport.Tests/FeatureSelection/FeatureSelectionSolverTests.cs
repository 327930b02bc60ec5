namespace GwSmm.OptimalTransport.Tests;

public class FeatureSelectionSolverTests
{
    private const int N = 60;
    private const int Dimension = 10;
    private static readonly int[] Informative = [0, 2, 6, 7];

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.3, true)]
    [InlineData(0.3, false)]
    [InlineData(0.7, true)]
    public void Planted_features_get_all_the_weight_and_noise_gets_exactly_none(double alpha, bool standardize)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            var (problem, order) = Planted(seed, alpha);

            var result = new FeatureSelectionSolver(new FeatureSelectionOptions { Standardize = standardize }).Solve(problem);

            Assert.All(Enumerable.Range(0, Dimension), k => Assert.Equal(Array.IndexOf(Informative, k) >= 0, result.FeatureWeights[k] > 0));
            Assert.Equal(1, result.FeatureWeights.Sum(), 1e-12);
            Assert.True(result.Converged);
            var right = Enumerable.Range(0, N).Count(k => result.Plan[(order[k] * N) + k] > 0);
            Assert.InRange(right, 0.8 * N, N);
        }
    }

    [Fact]
    public void The_objective_is_that_of_the_definition_and_never_rises()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var (n, m, d) = (random.Next(1, 8), random.Next(1, 8), random.Next(1, 6));
            var standardize = seed % 2 == 0;
            var source = Cloud(random, n, d);
            var target = Cloud(random, m, d);
            var problem = new FeatureSelectionProblem(source, target, random.NextDouble());
            var spread = Math.Pow(10, (random.NextDouble() * 3) - 2);

            var result = new FeatureSelectionSolver(new FeatureSelectionOptions { Spread = spread, Standardize = standardize, AnnealingSteps = seed % 3 }).Solve(problem);

            var (p, q) = (source.Build().Weights, target.Build().Weights);
            Check.Feasible(result.Plan, p, q);
            var unmatched = Differences(source, target, [.. p.SelectMany(a => q.Select(b => a * b))]);
            var lambda = standardize ? spread : spread * unmatched.Average();
            var costs = Differences(source, target, result.Plan).Select((c, k) => standardize ? c / unmatched[k] : c).ToArray();
            var structure = NaiveGromovWasserstein.Objective(new GromovWassersteinProblem(source.Build(), target.Build()), result.Plan);
            var features = costs.Zip(result.FeatureWeights, (c, w) => c * w).Sum();
            var penalty = lambda * result.FeatureWeights.Sum(w => w * w);
            Assert.All(costs.Zip(result.FeatureCosts), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
            Assert.Equal(features, result.FeatureValue, 1e-10);
            Assert.Equal(penalty, result.Penalty, 1e-10);
            Assert.Equal(structure, result.StructureValue, 1e-10);
            Assert.Equal(((1 - problem.Alpha) * (features + penalty)) + (problem.Alpha * structure), result.Value, 1e-10);
            for (var k = 1; k < result.CostTrace.Count; k++)
            {
                Assert.True(result.CostTrace[k] <= result.CostTrace[k - 1] * (1 + 1e-12), "the objective rose");
            }
        }
    }

    [Fact]
    public void With_standardised_features_units_do_not_matter()
    {
        var (problem, _) = Planted(1, 0.3);
        var units = Enumerable.Range(0, Dimension).Select(k => Math.Pow(4, k - 5)).ToArray();
        FeatureCloud Scaled(FeatureCloud cloud) =>
            new([.. cloud.Features.ToArray().Select((x, at) => x * units[at % Dimension])], cloud.Count, Dimension);
        var scaled = new FeatureSelectionProblem(
            Scaled(problem.Source), Scaled(problem.Target), 0.3, null, problem.Source.Build(), problem.Target.Build());

        var expected = new FeatureSelectionSolver().Solve(problem);
        var found = new FeatureSelectionSolver().Solve(scaled);

        Assert.Equal(expected.Value, found.Value, 1e-12);
        Assert.All(expected.FeatureWeights.Zip(found.FeatureWeights), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Behind_the_common_interface_the_same_clouds_give_the_same_result()
    {
        var (problem, _) = Planted(1, 0.3);
        var solver = new FeatureSelectionSolver(new FeatureSelectionOptions { Alpha = 0.3 });
        var plain = new GromovWassersteinProblem(problem.Source.Build(), problem.Target.Build());

        var result = ((IGromovWassersteinSolver)solver).Solve(plain);

        var (selection, expected) = (Assert.IsType<FeatureSelectionResult>(result), solver.Solve(problem));
        Assert.Equal(expected.CostTrace, selection.CostTrace);
        Assert.Equal(expected.FeatureWeights, selection.FeatureWeights);
        Assert.Equal((expected.LowerBound, InitialCoupling.Product), (selection.LowerBound, selection.Start));
        Assert.Equal(CostMetric.Euclidean, selection.SourceCosts.Metric);
    }

    [Fact]
    public void An_initial_plan_is_where_the_first_coupling_starts()
    {
        var (problem, order) = Planted(1, 0.5);
        var right = new double[N * N];
        for (var k = 0; k < N; k++)
        {
            right[(order[k] * N) + k] = 1.0 / N;
        }

        var solver = new FeatureSelectionSolver(new FeatureSelectionOptions { MaxIterations = 1, AnnealingSteps = 0 });
        var (source, target) = (problem.Source.Build(), problem.Target.Build());
        var result = solver.Solve(new GromovWassersteinProblem(source, target, null, right));
        var product = solver.Solve(new GromovWassersteinProblem(source, target));

        Assert.Equal(InitialCoupling.Given, result.Start);
        Assert.True(result.CostTrace[0] < product.CostTrace[0] && result.Value < product.Value);
        var best = new MultiStartSolver(new FeatureSelectionSolver(), new MultiStartOptions { Starts = [InitialCoupling.ThirdLowerBound, InitialCoupling.Product] })
            .Solve(new GromovWassersteinProblem(source, target));
        Assert.IsType<FeatureSelectionResult>(best);
        Assert.True(best.Value <= new FeatureSelectionSolver().Solve(problem).Value);
        Assert.True(best.LowerBound < best.Value);
    }

    [Fact]
    public void The_lower_bound_is_the_sum_of_what_each_part_costs_at_least_and_below_every_choice()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var (n, m, d) = (random.Next(1, 7), random.Next(1, 7), random.Next(1, 5));
            var (source, target) = (Cloud(random, n, d), Cloud(random, m, d));
            var options = new FeatureSelectionOptions { Spread = Math.Pow(10, (random.NextDouble() * 3) - 2), Standardize = seed % 2 == 0, Alpha = random.NextDouble(), AnnealingSteps = 0 };
            var problem = new GromovWassersteinProblem(source.Build(), target.Build());

            var result = new FeatureSelectionSolver(options).Solve(problem);

            var (p, q) = (problem.Source.Weights, problem.Target.Weights);
            var unmatched = Differences(source, target, [.. p.SelectMany(a => q.Select(b => a * b))]);
            double[] units = [.. unmatched.Select(cost => options.Standardize ? cost : 1)];
            var lambda = options.Standardize ? options.Spread : options.Spread * unmatched.Average();
            double[] least = [.. Enumerable.Range(0, d).Select(k => OneDimensionalTransport.Cost(Column(source, k), p, Column(target, k), q) / units[k])];
            var weights = new double[d];
            SimplexWeights.Minimize(least, lambda, weights);
            var expected = ((1 - options.Alpha) * weights.Select((w, k) => (w * least[k]) + (lambda * w * w)).Sum())
                + (options.Alpha * GromovWassersteinBounds.First(problem.Source, problem.Target));
            Assert.InRange(expected - result.LowerBound, -1e-13 * expected, 1e-11 * Math.Max(1, result.Value));
            for (var k = 0; k < 10; k++)
            {
                var supported = new SupportedProblem(problem);
                var plan = StartingCoupling.RandomVertex(supported, new Numerics.DeterministicRandom((ulong)k));
                var some = Instances.Weights(random, d, uniform: k == 0);
                var value = Differences(source, target, plan).Select((c, at) => (some[at] * c / units[at]) + (lambda * some[at] * some[at])).Sum();
                Assert.True(result.LowerBound <= ((1 - options.Alpha) * value) + (options.Alpha * NaiveGromovWasserstein.Objective(problem, plan)));
            }

            Assert.Equal(0, new FeatureSelectionSolver(options with { Coupling = new GromovWassersteinOptions { Bounds = LowerBounds.None } }).Solve(problem).LowerBound);
        }
    }

    [Fact]
    public void Equal_clouds_have_the_penalty_of_equal_weights_as_value_and_bound()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var d = random.Next(1, 6);
            var cloud = Cloud(random, 7, d);
            var identity = new double[49];
            for (var i = 0; i < 7; i++)
            {
                identity[8 * i] = cloud.Build().Weights[i];
            }

            var result = new FeatureSelectionSolver().Solve(new GromovWassersteinProblem(cloud.Build(), cloud.Build(), null, identity));

            Assert.Equal(0.5 * 0.1 / d, result.Value, 1e-14);
            Assert.InRange(result.LowerBound, result.Value * (1 - 1e-11), result.Value);
        }
    }

    [Fact]
    public void Spaces_without_features_or_with_other_ones_and_fused_problems_are_refused()
    {
        var random = new Random(1);
        var (two, three) = (Cloud(random, 4, 2).Build(), Cloud(random, 4, 3).Build());
        var given = MetricMeasureSpace.FromCost(two.Cost, 4);
        string Refused(GromovWassersteinProblem problem) => Message(() => new FeatureSelectionSolver().Solve(problem));

        Assert.Contains("source has costs but no features", Refused(new GromovWassersteinProblem(given, two)), StringComparison.Ordinal);
        Assert.Contains("target has costs but no features", Refused(new GromovWassersteinProblem(two, given)), StringComparison.Ordinal);
        Assert.Contains("source has 2 features and the target 3", Refused(new GromovWassersteinProblem(two, three)), StringComparison.Ordinal);
        Assert.Contains("has a feature cost", Refused(new GromovWassersteinProblem(two, two, new double[16], 0.5)), StringComparison.Ordinal);
        Assert.All(new[] { -0.1, 1, double.NaN }, alpha =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { Alpha = alpha })));
    }

    [Fact]
    public void A_feature_that_is_the_same_everywhere_has_no_weight_though_it_costs_nothing()
    {
        double[] source = [0.1, 0, 0.1, 1, 0.1, 5];
        double[] target = [0.1, 5, 0.1, 0, 0.1, 1];

        var result = new FeatureSelectionSolver().Solve(new FeatureSelectionProblem(new FeatureCloud(source, 3, 2), new FeatureCloud(target, 3, 2)));

        Assert.Equal([0, 1], result.FeatureWeights);
        Assert.Equal([0, 0], result.FeatureCosts);
    }

    [Fact]
    public void The_limit_of_rounds_is_reported_as_such()
    {
        var (problem, _) = Planted(2, 0.3);

        var result = new FeatureSelectionSolver(new FeatureSelectionOptions { MaxIterations = 1, AnnealingSteps = 0 }).Solve(problem);

        Assert.Equal(1, result.Iterations);
        Assert.False(result.Converged);
        Assert.Equal(result.CostTrace[^1], result.Value);
    }

    [Fact]
    public void Solving_twice_gives_the_same_bits()
    {
        var (problem, _) = Planted(3, 0.3);
        var solver = new FeatureSelectionSolver();

        Assert.Equal(solver.Solve(problem).CostTrace, solver.Solve(problem).CostTrace);
    }

    [Fact]
    public void Bad_problems_and_options_are_refused()
    {
        var two = new FeatureCloud([1, 2, 3, 4], 2, 2);
        Assert.Contains("source has 2 features and the target 4", Message(() => new FeatureSelectionProblem(two, new FeatureCloud([1, 2, 3, 4], 1, 4))), StringComparison.Ordinal);
        Assert.Contains("target's feature row 2, column 1 is NaN", Message(() => new FeatureSelectionProblem(two, new FeatureCloud([1, 2, double.NaN, 4], 2, 2))), StringComparison.Ordinal);
        Assert.Contains($"source's feature row 1, column 2 is {double.PositiveInfinity}", Message(() => new FeatureSelectionProblem(new FeatureCloud([1, double.PositiveInfinity], 1, 2), two)), StringComparison.Ordinal);
        Assert.All(new[] { -0.1, 1, double.NaN }, alpha =>
            Assert.Contains($"Alpha is {alpha}", Message(() => new FeatureSelectionProblem(two, two, alpha)), StringComparison.Ordinal));
        Assert.Contains(
            "source has 2 points, but its structure 1", Message(() => new FeatureSelectionProblem(two, two, sourceStructure: MetricMeasureSpace.FromCost([0], 1))), StringComparison.Ordinal);
        var same = new FeatureCloud([1, 2], 1, 2);
        Assert.Contains("All points have the same features", Message(() => new FeatureSelectionSolver().Solve(new FeatureSelectionProblem(same, same))), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { Spread = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { Spread = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { RelativeTolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { AnnealingSteps = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSelectionSolver(new FeatureSelectionOptions { Coupling = new GromovWassersteinOptions { MaxIterations = 0 } }));
    }

    [Fact]
    public void A_cancelled_solve_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new FeatureSelectionSolver().Solve(Planted(0, 0.3).Problem, source.Token));
    }

    [Fact]
    public void FeatureSelectionOptions_Defaults()
    {
        var options = new FeatureSelectionOptions();

        Assert.Equal(0.5, options.Alpha);
        Assert.Equal(0.1, options.Spread);
        Assert.Equal(3, options.AnnealingSteps);
        Assert.True(options.Standardize);
        Assert.Equal(100, options.MaxIterations);
        Assert.Equal(1e-9, options.RelativeTolerance);
        Assert.Equal(new GromovWassersteinOptions(), options.Coupling);
    }

    // Target k is source order[k] in the informative features, up to a little noise; all other features are independent.
    private static (FeatureSelectionProblem Problem, int[] Order) Planted(int seed, double alpha)
    {
        var random = new Random(seed);
        var source = Instances.Features(random, N, Dimension);
        var target = Instances.Features(random, N, Dimension);
        var order = Instances.Permutation(random, N);
        for (var k = 0; k < N; k++)
        {
            foreach (var feature in Informative)
            {
                target[(k * Dimension) + feature] = source[(order[k] * Dimension) + feature] + (0.02 * random.NextDouble());
            }
        }

        FeatureCloud Cloud(double[] features) => new(features, N, Dimension, CostMetric.Euclidean, CostNormalization.Max);
        return (new FeatureSelectionProblem(Cloud(source), Cloud(target), alpha), order);
    }

    private static FeatureCloud Cloud(Random random, int count, int dimension) =>
        new(Instances.Features(random, count, dimension), count, dimension, weights: Instances.Weights(random, count, uniform: false));

    private static double[] Column(FeatureCloud cloud, int k) => [.. Enumerable.Range(0, cloud.Count).Select(i => cloud.Features[(i * cloud.Dimension) + k])];

    private static double[] Differences(FeatureCloud source, FeatureCloud target, double[] plan)
    {
        var (x, y, d) = (source.Features.ToArray(), target.Features.ToArray(), source.Dimension);
        return [.. Enumerable.Range(0, d).Select(k => Enumerable.Range(0, plan.Length).Sum(at =>
            plan[at] * Math.Pow(x[(at / target.Count * d) + k] - y[(at % target.Count * d) + k], 2)))];
    }

    private static string Message(Func<object> create) => Assert.Throws<GwSmmException>(create).Message;
}
