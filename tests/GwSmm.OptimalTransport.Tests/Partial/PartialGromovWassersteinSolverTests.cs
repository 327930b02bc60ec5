namespace GwSmm.OptimalTransport.Tests;

public class PartialGromovWassersteinSolverTests
{
    [Fact]
    public void Plans_are_feasible_and_never_worse_than_the_start() => Pairs.ForAll(80, (source, target, random) =>
    {
        var mass = 0.1 + (0.9 * random.NextDouble());
        var problem = new GromovWassersteinProblem(source, target);

        var result = Solver(mass).Solve(problem);

        PartialCheck.Feasible(result.Plan, source, target, mass);
        Assert.Equal(mass, result.Mass, 13);
        Assert.InRange(result.Value, 0, result.CostTrace[0] * (1 + 1e-12));
        Assert.InRange(result.Value - NaiveGromovWasserstein.Objective(problem, result.Plan), -1e-12 * result.CostTrace[0], 1e-12 * result.CostTrace[0]);
    });

    [Fact]
    public void The_whole_mass_gives_the_balanced_value() => Pairs.ForAll(40, (source, target, _) =>
    {
        var problem = new GromovWassersteinProblem(source, target);

        var result = Solver(1).Solve(problem);

        Check.Feasible(result.Plan, source.Weights, target.Weights);
        Check.Close(new GromovWassersteinSolver().Solve(problem).Value, result.Value, 1e-8);
    });

    [Fact]
    public void The_order_of_points_does_not_matter() => Pairs.ForAll(40, (source, target, random) =>
    {
        var reordered = Instances.Reorder(target, Instances.Permutation(random, target.Count));

        var value = Solver(0.6).Solve(new GromovWassersteinProblem(source, reordered)).Value;

        Assert.InRange(Solver(0.6).Solve(new GromovWassersteinProblem(source, target)).Value - value, -1e-10, 1e-10);
    });

    [Fact]
    public void From_the_best_partial_matching_of_tiny_spaces_nothing_gets_worse_and_less_mass_costs_less()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var source = Instances.Space(random, 4, 2, CostMetric.Euclidean, uniform: true);
            var target = Instances.Space(random, 4, 2, CostMetric.Euclidean, uniform: true);
            var problem = new GromovWassersteinProblem(source, target);
            var before = 0.0;
            for (var pairs = 1; pairs <= 4; pairs++)
            {
                var (best, plan) = NaivePartialMatching.Best(problem, pairs);
                var mass = pairs / 4.0;

                var fromBest = Solver(1).Solve(problem, new SupportedProblem(problem), mass, plan, default, out _);

                Assert.InRange(fromBest.Value, 0, best + 1e-12);
                Assert.InRange(best, before - 1e-12, double.PositiveInfinity);
                PartialCheck.Feasible(fromBest.Plan, source, target, mass);
                before = best;
            }
        }
    }

    [Fact]
    public void A_fused_problem_counts_both_costs()
    {
        var random = new Random(3);
        var source = Instances.Space(random, 9, 3, CostMetric.Euclidean, uniform: false);
        var target = Instances.Space(random, 11, 3, CostMetric.Euclidean, uniform: true);
        var features = Instances.Costs(random, 9, 11, tied: false);
        var problem = new GromovWassersteinProblem(source, target, features, 0.4);

        var result = Solver(0.7).Solve(problem);

        var structure = NaiveGromovWasserstein.Objective(problem, result.Plan);
        Check.Close(structure, result.StructureValue, 1e-10);
        Check.Close(features.Zip(result.Plan, (c, t) => c * t).Sum(), result.FeatureValue, 1e-10);
        Check.Close((0.6 * result.FeatureValue) + (0.4 * result.StructureValue), result.Value, 1e-14);
        PartialCheck.Feasible(result.Plan, source, target, 0.7);
        Assert.True(result.Value < result.CostTrace[0]);
        Assert.InRange(result.LowerBound, 0.6 * 0.7 * features.Min(), result.Value);
        Assert.True(result.LowerBound < 0);
        Check.Close(
            Solver(0.7).Solve(new GromovWassersteinProblem(source, target)).Value,
            Solver(0.7).Solve(new GromovWassersteinProblem(source, target, features, 1)).Value,
            1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Other_losses_and_asymmetric_costs_are_summed_right(bool kl)
    {
        var random = new Random(4);
        double[] first = [.. Enumerable.Range(0, 49).Select(_ => random.NextDouble())];
        double[] second = [.. Enumerable.Range(0, 81).Select(_ => random.NextDouble())];
        var problem = new GromovWassersteinProblem(
            MetricMeasureSpace.FromCost(first, 7), MetricMeasureSpace.FromCost(second, 9), kl ? QuadraticLoss.KullbackLeibler : QuadraticLoss.Square);

        var exact = Solver(0.5).Solve(problem);
        var smooth = new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Mass = 0.5 }).Solve(problem);

        Check.Close(NaiveGromovWasserstein.Objective(problem, exact.Plan), exact.Value, 1e-10);
        Check.Close(NaiveGromovWasserstein.Objective(problem, smooth.Plan), smooth.Value, 1e-10);
        Check.Close(exact.CostTrace[0], smooth.CostTrace[0], 1e-12);
        Assert.True(exact.CostTrace[^1] <= exact.CostTrace[0]);
    }

    [Fact]
    public void Points_without_weight_stay_empty_and_a_single_point_and_duplicates_are_no_trouble()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);
        var same = MetricMeasureSpace.FromFeatures([2, 2, 2, 5], 4, 1, CostMetric.Euclidean, [0.25, 0.5, 0.25, 0]);

        var result = Solver(0.5).Solve(new GromovWassersteinProblem(one, same));

        Assert.Equal(0, result.Value);
        Assert.Equal(0, result.Plan[3]);
        PartialCheck.Feasible(result.Plan, one, same, 0.5);
        Assert.Equal(0, Solver(0.5).Solve(new GromovWassersteinProblem(one, one)).Value);
    }

    [Fact]
    public void The_initial_plan_is_scaled_to_the_mass()
    {
        var random = new Random(8);
        var space = Instances.Space(random, 12, 3, CostMetric.Euclidean, uniform: true);
        var identity = new double[144];
        for (var i = 0; i < 12; i++)
        {
            identity[i * 13] = 1 / 12.0;
        }

        var result = Solver(0.5).Solve(new GromovWassersteinProblem(space, space, initialPlan: identity));

        Assert.InRange(result.CostTrace[0], 0, 1e-15);
        Assert.InRange(result.Value, 0, 1e-15);
    }

    [Fact]
    public void Bad_options_are_refused_and_a_cancelled_solve_throws()
    {
        foreach (var mass in new[] { 0, -0.1, 1.01, 1e-7, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Solver(mass));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { RelativeTolerance = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { AbsoluteTolerance = -1 }));
        Assert.Throws<OperationCanceledException>(() => Solver(0.5).Solve(RelaxedGolden.Problem(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_limit_of_iterations_is_reported_and_the_description_names_the_mass()
    {
        var solver = new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = 0.5, MaxIterations = 2 });

        var result = solver.Solve(RelaxedGolden.Problem());

        Assert.Equal(2, result.Iterations);
        Assert.False(result.Converged);
        Assert.StartsWith("partial {\"Mass\":0.5,", solver.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void PartialGromovWassersteinOptions_Defaults()
    {
        var options = new PartialGromovWassersteinOptions();

        Assert.Equal(LowerBounds.None, options.Bounds);
        Assert.Equal(1, options.Mass);
        Assert.Equal(10_000, options.MaxIterations);
        Assert.Equal(1e-8, options.RelativeTolerance);
        Assert.Equal(0, options.AbsoluteTolerance);
    }

    private static PartialGromovWassersteinSolver Solver(double mass) => new(new PartialGromovWassersteinOptions { Mass = mass });
}
