namespace GwSmm.OptimalTransport.Tests;

public class GromovWassersteinSolverTests
{
    private static readonly MetricMeasureSpace Pair = MetricMeasureSpace.FromCost([0, 1, 1, 0], 2);

    [Fact]
    public void Points_without_weight_are_left_out_and_stay_empty_in_the_plan()
    {
        var random = new Random(1);
        var features = Instances.Features(random, 9, 3);
        var target = Instances.Space(random, 11, 3, CostMetric.Euclidean, uniform: false);
        var kept = MetricMeasureSpace.FromFeatures(features.AsSpan(0, 24), 8, 3);
        double[] weights = [.. kept.Weights, 0];
        var withZero = MetricMeasureSpace.FromFeatures(features, 9, 3, CostMetric.Euclidean, weights);

        var expected = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(kept, target));
        var found = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(withZero, target));
        var swapped = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(target, withZero, initialPlan: Product(target, withZero)));

        Assert.Equal(expected.Value, found.Value);
        Assert.Equal(expected.Plan, found.Plan.Take(88));
        Assert.All(found.Plan.Skip(88), mass => Assert.Equal(0, mass));
        Check.Feasible(swapped.Plan, target.Weights, weights);
        Check.Close(expected.CostTrace[0], swapped.CostTrace[0], 1e-12);
    }

    [Fact]
    public void One_point_against_many_costs_the_mean_square()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);
        var many = MetricMeasureSpace.FromFeatures([0, 1, 5], 3, 1);

        var result = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(one, many));

        Assert.Equal(2 * (1 + 16 + 25) / 9.0, result.Value, 14);
        Assert.True(result.Converged);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-200)]
    [InlineData(1e140)]
    public void Extreme_scales_give_finite_values(double scale)
    {
        var random = new Random(3);
        var source = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 2).Select(x => x * scale)], 7, 2);
        var target = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 2).Select(x => x * scale)], 7, 2);

        var result = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(source, target));

        Assert.True(double.IsFinite(result.Value) && result.Value >= 0);
        Check.Feasible(result.Plan, source.Weights, target.Weights);
    }

    [Theory]
    [InlineData(CostMetric.Euclidean, 1)]
    [InlineData(CostMetric.SquaredEuclidean, 2)]
    public void Costs_far_below_one_give_the_same_plan(CostMetric metric, int power)
    {
        var random = new Random(8);
        double[] first = Instances.Features(random, 40, 3), second = Instances.Features(random, 40, 3);
        var whole = Solve(1);

        // A power of two, so that nothing is rounded another way.
        var scale = Math.ScaleB(1, -20);
        var small = Solve(scale);

        Assert.True(whole.Iterations > 2);
        Assert.Equal(whole.Iterations, small.Iterations);
        Assert.Equal(whole.Plan, small.Plan);
        Assert.Equal(whole.Value * Math.Pow(scale, 2 * power), small.Value);

        GromovWassersteinResult Solve(double factor) => new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(Space(first, factor), Space(second, factor)));

        MetricMeasureSpace Space(double[] features, double factor) => MetricMeasureSpace.FromFeatures([.. features.Select(x => x * factor)], 40, 3, metric);
    }

    [Fact]
    public void The_limit_of_iterations_is_reported_as_such()
    {
        var problem = new GromovWassersteinProblem(GoldenData.Space("wgraph15", "p15"), GoldenData.Space("wgraph18", "q18"));

        var result = new GromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = 3 }).Solve(problem);

        Assert.Equal(3, result.Iterations);
        Assert.False(result.Converged);
        Assert.Equal(GromovWassersteinStop.IterationLimit, result.Stop);
        Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.Value, 1e-10);
    }

    [Fact]
    public void Without_tolerances_the_solver_stops_at_a_stationary_vertex()
    {
        var options = new GromovWassersteinOptions { AbsoluteTolerance = 0, RelativeTolerance = 0 };

        var result = new GromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(GoldenData.Space("E_X60", "uniform"), GoldenData.Space("E_Y60", "uniform")));

        Assert.Equal(GromovWassersteinStop.Stationary, result.Stop);
        Assert.True(result.Converged);
        Check.Close(GoldenData.Value("gw_cg_euclid_60x60"), result.Value, 1e-9);
    }

    [Fact]
    public void Results_carry_the_bounds_that_were_asked_for()
    {
        var problem = new GromovWassersteinProblem(GoldenData.Space("E_X60", "p60"), GoldenData.Space("E_Y80", "q80"));

        var byDefault = new GromovWassersteinSolver().Solve(problem);
        var best = new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = LowerBounds.All }).Solve(problem);
        var none = new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = LowerBounds.None }).Solve(problem);

        Check.Close(GoldenData.Value("lb_flb_euclid_60x80_weights"), byDefault.LowerBound, 1e-9);
        Check.Close(GoldenData.Value("lb_tlbc_euclid_60x80_weights"), best.LowerBound, 1e-9);
        Assert.Equal(0, none.LowerBound);
        Assert.Equal(best.Value - best.LowerBound, best.Gap);
        Assert.Equal(byDefault.Value, best.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = (LowerBounds)64 }));
    }

    [Fact]
    public void A_cancelled_solve_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(Pair, Pair), source.Token));
    }

    [Fact]
    public void Bad_options_and_problems_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GromovWassersteinSolver(new GromovWassersteinOptions { RelativeTolerance = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GromovWassersteinSolver(new GromovWassersteinOptions { AbsoluteTolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GromovWassersteinSolver(new GromovWassersteinOptions { LineSearch = (LineSearch)7 }));
        Assert.Contains("needs 2 x 2 = 4 entries, not 3", Message(() => new GromovWassersteinProblem(Pair, Pair, initialPlan: [1, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("row 1, column 2 is -0.5", Message(() => new GromovWassersteinProblem(Pair, Pair, initialPlan: [1, -0.5, 0, 0.5])), StringComparison.Ordinal);
        Assert.Contains("row 1 sums to 1; it must sum to the weight 0.5", Message(() => new GromovWassersteinProblem(Pair, Pair, initialPlan: [1, 0, 0, 0])), StringComparison.Ordinal);
        var negative = MetricMeasureSpace.FromCost([0, -1, 1, 0], 2);
        var error = Assert.Throws<GwSmmException>(() => new GromovWassersteinProblem(Pair, negative, QuadraticLoss.KullbackLeibler));
        Assert.Contains("target cost between points 1 and 2 is -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_features_are_refused()
    {
        Assert.Contains("needs 2 x 2 entries, not 3", Message(() => new GromovWassersteinProblem(Pair, Pair, [1, 0, 0], 0.5)), StringComparison.Ordinal);
        var nan = Assert.Throws<GwSmmException>(() => new GromovWassersteinProblem(Pair, Pair, [1, 0, double.NaN, 0], 0.5));
        Assert.Contains("source point 2 and target point 1 is NaN", nan.Message, StringComparison.Ordinal);
        Assert.All(new[] { -0.1, 1.1, double.NaN }, alpha =>
            Assert.Contains($"Alpha is {alpha}", Assert.Throws<GwSmmException>(() => new GromovWassersteinProblem(Pair, Pair, [1, 0, 0, 0], alpha)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Points_without_weight_do_not_touch_the_features_of_the_others()
    {
        var random = new Random(4);
        var fused = Instances.Fused(random, 6, 7);
        var wider = MetricMeasureSpace.FromCost(
            [.. Enumerable.Range(0, 49).Select(k => k / 7 < 6 && k % 7 < 6 ? fused.Source.Cost[(k / 7 * 6) + (k % 7)] : 0.5)], 7, [.. fused.Source.Weights, 0.0]);
        double[] features = [.. fused.FeatureCost!, .. Enumerable.Repeat(-9.0, 7)];

        var expected = new GromovWassersteinSolver().Solve(fused);
        var found = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(wider, fused.Target, features, fused.Alpha, fused.Loss));

        Assert.Equal(expected.Value, found.Value);
        Assert.Equal(expected.Plan, found.Plan.Take(42));
    }

    [Fact]
    public void Negative_feature_costs_give_a_negative_value()
    {
        var result = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(Pair, Pair, [-3, 0, 0, -3], 0.5));

        Assert.Equal(-1.5, result.Value, 12);
        Assert.Equal(0, result.StructureValue, 12);
        Assert.Equal(-3, result.FeatureValue, 12);
    }

    [Fact]
    public void A_solver_that_saw_other_problems_gives_the_same_bits()
    {
        var problems = Enumerable.Range(0, 8).Select(seed => Instances.Fused(new Random(seed), 3 + (seed * 5 % 7), 9 - seed)).ToArray();
        var shared = new GromovWassersteinSolver();
        var relaxed = new SemiRelaxedGromovWassersteinSolver();
        foreach (var problem in problems)
        {
            Assert.Equal(new GromovWassersteinSolver().Solve(problem).CostTrace, shared.Solve(problem).CostTrace);
            Assert.Equal(new SemiRelaxedGromovWassersteinSolver().Solve(problem).CostTrace, relaxed.Solve(problem).CostTrace);
        }
    }

    [Fact]
    public void GromovWassersteinOptions_Defaults()
    {
        var options = new GromovWassersteinOptions();

        Assert.Equal(10_000, options.MaxIterations);
        Assert.Equal(1e-9, options.RelativeTolerance);
        Assert.Equal(1e-9, options.AbsoluteTolerance);
        Assert.Equal(LineSearch.Exact, options.LineSearch);
        Assert.Equal(LowerBounds.First, options.Bounds);
    }

    private static double[] Product(MetricMeasureSpace source, MetricMeasureSpace target) =>
        [.. source.Weights.SelectMany(p => target.Weights.Select(q => p * q))];

    private static string Message(Func<GromovWassersteinProblem> create) => Assert.Throws<ArgumentException>(create).Message;
}
