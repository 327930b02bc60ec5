namespace GwSmm.OptimalTransport.Tests;

public class UnbalancedBoundTests
{
    [Fact]
    public void The_bound_is_at_least_the_best_dual_value_of_nearest_costs_and_below_every_plan() => Pairs.ForAll(20, (source, target, random) =>
    {
        var problem = new GromovWassersteinProblem(source, target);
        var options = new UnbalancedGromovWassersteinOptions
        {
            SourcePenalty = 0.1 + random.NextDouble(),
            TargetPenalty = 0.1 + random.NextDouble(),
            Epsilon = random.Next(2) == 0 ? 0.05 : 1,
            MaxIterations = 20,
            MaxInnerIterations = 100,
        };
        var solver = new UnbalancedGromovWassersteinSolver(options);

        var bound = UnbalancedBound.Of(problem, options);

        Assert.True(bound >= NaiveRelaxedBound.OfPrices(problem, options.SourcePenalty, options.TargetPenalty, options.Epsilon) - 1e-8);
        for (var k = 0; k < 12; k++)
        {
            double[] plan = [.. Vertex(problem, random).Select(t => k * t / 6)];
            Assert.True(bound <= solver.Evaluate(problem, plan).Total);
        }

        var result = solver.Solve(problem);
        Assert.Equal(Math.Min(result.Value, bound), result.LowerBound);
        Assert.Equal(0, UnbalancedBound.Of(problem, options with { Bounds = LowerBounds.None }));
    });

    [Fact]
    public void High_prices_give_the_second_bound_and_far_spaces_all_prices()
    {
        var random = new Random(3);
        var (source, target) = (Instances.Space(random, 12, 2, CostMetric.Euclidean, uniform: false), Instances.Space(random, 9, 2, CostMetric.Cosine, uniform: true));
        var problem = new GromovWassersteinProblem(source, target);
        var dear = new UnbalancedGromovWassersteinOptions { SourcePenalty = 1e5, TargetPenalty = 1e5, Epsilon = 1e-3 };
        var far = new GromovWassersteinProblem(MetricMeasureSpace.FromCost([1e4], 1), target);

        Check.Close(GromovWassersteinBounds.Second(source, target), UnbalancedBound.Of(problem, dear), 1e-3);
        Assert.Equal(2.05, UnbalancedBound.Of(far, new UnbalancedGromovWassersteinOptions()), 9);
        Assert.Equal(0, UnbalancedBound.Of(problem, dear with { Bounds = LowerBounds.None }));
        Assert.Equal(0, UnbalancedBound.Of(new GromovWassersteinProblem(source, target, QuadraticLoss.KullbackLeibler), dear));
    }

    [Fact]
    public void Between_single_points_the_bound_is_the_minimum_and_never_above_it()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            double Weight() => seed % 2 == 0 ? 1 : 1 + (9e-7 * ((2 * random.NextDouble()) - 1));
            var (p, q) = (Weight(), Weight());
            var problem = new GromovWassersteinProblem(
                MetricMeasureSpace.FromCost([3 * random.NextDouble()], 1, [p]), MetricMeasureSpace.FromCost([3 * random.NextDouble()], 1, [q]));
            var options = new UnbalancedGromovWassersteinOptions { SourcePenalty = random.NextDouble() + 0.01, TargetPenalty = random.NextDouble() + 0.01, Epsilon = random.NextDouble() + 0.01 };
            var solver = new UnbalancedGromovWassersteinSolver(options);
            double Objective(double mass) => solver.Evaluate(problem, [mass]).Total;

            var bound = UnbalancedBound.Of(problem, options);

            // The objective is convex in the square of the mass.
            var (low, high) = (0.0, 1.1);
            for (var k = 0; k < 100; k++)
            {
                var (a, b) = (low + ((high - low) / 3), high - ((high - low) / 3));
                (low, high) = Objective(Math.Sqrt(a)) < Objective(Math.Sqrt(b)) ? (low, b) : (a, high);
            }

            var least = Objective(Math.Sqrt(low));
            Assert.InRange(bound, least - (seed % 2 == 0 ? 1e-11 : 1e-5), least + 1e-15);
        }
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void Extreme_prices_and_scales_give_finite_bounds(double price)
    {
        foreach (var scale in new[] { 0, 1e-160, 1, 1e140 })
        {
            var random = new Random(3);
            var source = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 2).Select(x => x * scale)], 7, 2);
            var target = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 9, 2).Select(x => x * scale)], 9, 2);

            var bound = UnbalancedBound.Of(
                new GromovWassersteinProblem(source, target), new UnbalancedGromovWassersteinOptions { SourcePenalty = price, TargetPenalty = 2 * price, Epsilon = price });

            Assert.InRange(bound, 0, 4 * price);
        }
    }

    private static double[] Vertex(GromovWassersteinProblem problem, Random random)
    {
        var supported = new SupportedProblem(problem);
        return supported.Expand(StartingCoupling.RandomVertex(supported, new Numerics.DeterministicRandom((ulong)random.Next())));
    }
}
