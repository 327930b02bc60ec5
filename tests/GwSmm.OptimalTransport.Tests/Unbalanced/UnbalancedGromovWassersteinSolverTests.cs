namespace GwSmm.OptimalTransport.Tests;

public class UnbalancedGromovWassersteinSolverTests
{
    [Fact]
    public void Plans_are_finite_and_valued_right() => Pairs.ForAll(25, (source, target, random) =>
    {
        var options = new UnbalancedGromovWassersteinOptions
        {
            SourcePenalty = 0.1 + random.NextDouble(),
            TargetPenalty = 0.1 + random.NextDouble(),
            Epsilon = 0.5,
            MaxIterations = 20,
            MaxInnerIterations = 100,
        };
        var solver = new UnbalancedGromovWassersteinSolver(options);
        var problem = new GromovWassersteinProblem(source, target);

        var result = solver.Solve(problem);

        Assert.All(result.Plan, mass => Assert.True(mass >= 0 && double.IsFinite(mass)));
        var parts = solver.Evaluate(problem, result.Plan);
        Assert.Equal(result.Value, parts.Total);
        Assert.InRange(parts.Transport - NaiveGromovWasserstein.Objective(problem, result.Plan), -1e-11, 1e-11);
        var sums = RelaxedGolden.MarginalsOf(result.Plan, source.Count);
        var penalty = (options.SourcePenalty * Divergence(sums[..source.Count], source.Weights))
            + (options.TargetPenalty * Divergence(sums[source.Count..], target.Weights));
        Assert.InRange(parts.MarginalPenalty - penalty, -1e-11, 1e-11);
        double[] product = [.. source.Weights.SelectMany(p => target.Weights.Select(q => p * q))];
        Assert.InRange(parts.Entropy - (options.Epsilon * Divergence(result.Plan, product)), -1e-11, 1e-11);
        Assert.InRange(result.Value, 0, result.CostTrace[0] * (1 + 1e-12));
    });

    [Fact]
    public void Cheaper_unmatched_mass_means_less_matched_mass()
    {
        var problem = RelaxedGolden.Problem();
        double[] penalties = [0.02, 0.1, 1, 100];

        var masses = penalties.Select(rho => Solver(rho, 0.05).Solve(problem).Mass).ToArray();

        Assert.Equal(masses.Order(), masses);
        Assert.True(masses[0] < 0.7, $"{masses[0]}");
        Assert.Equal(1, masses[^1], 2);
    }

    [Fact]
    public void The_order_of_points_does_not_matter() => Pairs.ForAll(10, (source, target, random) =>
    {
        var reordered = Instances.Reorder(target, Instances.Permutation(random, target.Count));

        var value = Solver(1, 2).Solve(new GromovWassersteinProblem(source, reordered)).Value;

        Check.Close(Solver(1, 2).Solve(new GromovWassersteinProblem(source, target)).Value, value, 1e-8);
    });

    [Fact]
    public void Spaces_too_far_apart_are_not_matched_at_all()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);
        var far = MetricMeasureSpace.FromFeatures([0, 1e4], 2, 1);

        var result = Solver(0.5, 0.05).Solve(new GromovWassersteinProblem(one, far));

        Assert.InRange(result.Mass, 0, 1e-15);
        Assert.Equal(0.5 + 0.5 + 0.05, result.Value, 9);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void No_epsilon_gives_NaN(double epsilon)
    {
        var problem = new GromovWassersteinProblem(GoldenData.Space("wgraph15", "p15"), GoldenData.Space("wgraph18", "q18"));
        var options = new UnbalancedGromovWassersteinOptions { Epsilon = epsilon, MaxIterations = 3, MaxInnerIterations = 100 };

        var result = new UnbalancedGromovWassersteinSolver(options).Solve(problem);

        Assert.True(double.IsFinite(result.Value) && result.Value >= 0, $"{result.Value}");
        Assert.All(result.Plan, mass => Assert.True(mass >= 0 && double.IsFinite(mass)));
    }

    [Fact]
    public void Points_without_weight_stay_empty_and_equal_points_are_matched()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);
        var same = MetricMeasureSpace.FromFeatures([2, 2, 5], 3, 1, CostMetric.Euclidean, [0.5, 0.5, 0]);

        var result = Solver(1, 0.05).Solve(new GromovWassersteinProblem(one, same));

        Assert.InRange(result.Value, 0, 1e-12);
        Assert.Equal(1, result.Mass, 9);
        Assert.Equal(0, result.Plan[2]);
        Assert.InRange(Solver(1, 0.05).Evaluate(new GromovWassersteinProblem(one, same), [0.5, 0.5, 0]).Total, 0, 1e-12);
    }

    [Fact]
    public void Bad_input_is_refused_and_a_cancelled_solve_throws()
    {
        foreach (var bad in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Solver(bad, 0.05));
            Assert.Throws<ArgumentOutOfRangeException>(() => Solver(1, bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { TargetPenalty = bad }));
        }

        var space = MetricMeasureSpace.FromCost([0, 1, 1, 0], 2);
        var fused = new GromovWassersteinProblem(space, space, [0, 1, 1, 0], 0.5);
        Assert.Contains("Use a partial solver", Assert.Throws<GwSmmException>(() => Solver(1, 1).Solve(fused)).Message, StringComparison.Ordinal);
        var problem = new GromovWassersteinProblem(space, space);
        Assert.Throws<ArgumentException>(() => Solver(1, 1).Evaluate(problem, [1, 0, 0]));
        Assert.Throws<ArgumentException>(() => Solver(1, 1).Evaluate(problem, [1, 0, 0, double.NaN]));
        Assert.Throws<OperationCanceledException>(() => Solver(1, 1).Solve(problem, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void UnbalancedGromovWassersteinOptions_Defaults()
    {
        var options = new UnbalancedGromovWassersteinOptions();

        Assert.Equal(LowerBounds.First, options.Bounds);
        Assert.Equal((1, 1, 0.05), (options.SourcePenalty, options.TargetPenalty, options.Epsilon));
        Assert.Equal((1000, 1e-9), (options.MaxIterations, options.Tolerance));
        Assert.Equal((2000, 1e-11), (options.MaxInnerIterations, options.InnerTolerance));
    }

    private static UnbalancedGromovWassersteinSolver Solver(double penalty, double epsilon) =>
        new(new UnbalancedGromovWassersteinOptions { SourcePenalty = penalty, TargetPenalty = penalty, Epsilon = epsilon });

    // KL(x x' | y y') by its definition.
    private static double Divergence(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < x.Length; j++)
            {
                var (a, b) = (x[i] * x[j], y[i] * y[j]);
                sum += (a > 0 ? a * Math.Log(a / b) : 0) - a + b;
            }
        }

        return sum;
    }
}
