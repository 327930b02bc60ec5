namespace GwSmm.OptimalTransport.Tests;

public class EntropicSemiRelaxedSolverTests
{
    private static readonly MetricMeasureSpace Pair = MetricMeasureSpace.FromCost([0, 1, 1, 0], 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_sum_to_the_weights_and_the_value_is_that_of_the_plan(bool fused)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var (n, m) = (random.Next(1, 10), random.Next(1, 10));
            var source = Asymmetric(random, n, seed % 3 == 0);
            var target = Asymmetric(random, m, seed % 3 == 0);
            var loss = seed % 2 == 0 ? QuadraticLoss.Square : QuadraticLoss.KullbackLeibler;
            var features = Instances.Costs(random, n, m, tied: false);
            var structure = new GromovWassersteinProblem(source, target, loss);
            var problem = fused ? new GromovWassersteinProblem(source, target, features, 0.6, loss) : structure;

            var result = new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = 0.5, MaxIterations = 50 }).Solve(problem);

            for (var i = 0; i < n; i++)
            {
                Assert.Equal(source.Weights[i], result.Plan.Skip(i * m).Take(m).Sum(), 14);
            }

            var expected = NaiveGromovWasserstein.Objective(structure, result.Plan);
            if (fused)
            {
                expected = (0.6 * expected) + (0.4 * result.Plan.Zip(features, (a, b) => a * b).Sum());
            }

            Check.Close(expected, result.Value, 1e-10);
            Check.Close(expected, result.CostTrace[^1], 1e-10);
            Assert.True(result.CostTrace[^1] <= result.CostTrace[0]);
        }
    }

    [Fact]
    public void Free_columns_never_cost_more_than_fixed_ones()
    {
        var random = new Random(21);
        var source = Instances.Space(random, 12, 2, CostMetric.Euclidean, uniform: false);
        var target = Instances.Space(random, 5, 2, CostMetric.Euclidean, uniform: true);
        var problem = new GromovWassersteinProblem(source, target);

        var relaxed = new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = 0.5, MaxIterations = 2000 }).Solve(problem);

        Assert.InRange(relaxed.Value, 0, new GromovWassersteinSolver().Solve(problem).Value);
    }

    [Fact]
    public void Extremes_give_finite_values()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);
        var same = MetricMeasureSpace.FromFeatures(new double[10], 5, 2);
        var large = MetricMeasureSpace.FromFeatures([0, 1e100, 3e100], 3, 1);
        var solver = new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { MaxIterations = 20 });

        // The start is symmetric, so no point of the pair is better to first order.
        Assert.Equal(0.5, solver.Solve(new GromovWassersteinProblem(one, Pair)).Value);
        Assert.Equal(0, solver.Solve(new GromovWassersteinProblem(same, one)).Value);
        Assert.Equal(0, solver.Solve(new GromovWassersteinProblem(same, same)).Value);
        Assert.True(double.IsFinite(solver.Solve(new GromovWassersteinProblem(large, Pair)).Value));
    }

    [Fact]
    public void A_target_point_of_weight_0_stays_empty()
    {
        var target = MetricMeasureSpace.FromFeatures([0, 1, 5], 3, 1, CostMetric.Euclidean, [0.5, 0, 0.5]);

        var result = new EntropicSemiRelaxedSolver().Solve(new GromovWassersteinProblem(MetricMeasureSpace.FromFeatures([0, 1, 4], 3, 1), target));

        Assert.All([1, 4, 7], k => Assert.Equal(0, result.Plan[k]));
    }

    [Fact]
    public void Bad_options_are_refused_and_a_cancelled_solve_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Tolerance = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { CheckInterval = 0 }));
        var wide = MetricMeasureSpace.FromCost([0, 1e150, 1e150, 0], 2);
        var tiny = new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = 1e-10 });
        Assert.Throws<GwSmmException>(() => tiny.Solve(new GromovWassersteinProblem(wide, Pair)));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new EntropicSemiRelaxedSolver().Solve(new GromovWassersteinProblem(Pair, Pair), source.Token));
    }

    [Fact]
    public void EntropicSemiRelaxedOptions_Defaults()
    {
        var options = new EntropicSemiRelaxedOptions();

        Assert.Equal(LowerBounds.First, options.Bounds);
        Assert.Equal(0.05, options.Epsilon);
        Assert.Equal(10_000, options.MaxIterations);
        Assert.Equal(1e-9, options.Tolerance);
        Assert.Equal(10, options.CheckInterval);
        Assert.Equal("entropic-semi-relaxed {\"Epsilon\":0.05,\"MaxIterations\":10000,\"Tolerance\":1E-09,\"CheckInterval\":10,\"Bounds\":\"First\"}", new EntropicSemiRelaxedSolver(options).Description);
    }

    private static MetricMeasureSpace Asymmetric(Random random, int count, bool asymmetric)
    {
        var space = Instances.Space(random, count, 3, CostMetric.Euclidean, uniform: false);
        return asymmetric
            ? MetricMeasureSpace.FromCost([.. space.Cost.Select(c => c + random.NextDouble())], count, space.Weights)
            : space;
    }
}
