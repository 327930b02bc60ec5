using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class SinkhornTests
{
    [Theory]
    [InlineData("sinkhorn_reg0.1", 1e-13, SinkhornDomain.Auto)]
    [InlineData("sinkhorn_reg0.1", 1e-13, SinkhornDomain.Log)]
    [InlineData("sinkhorn_reg0.01", 1e-13, SinkhornDomain.Plain)]
    [InlineData("sinkhorn_log_reg0.001", 1e-9, SinkhornDomain.Auto)]
    public void Every_domain_finds_the_reference_plan(string id, double tolerance, SinkhornDomain domain)
    {
        var golden = new EntropicGolden(id);
        var source = GoldenData.Array(golden.Input("a"));
        var target = GoldenData.Array(golden.Input("b"));
        var options = new SinkhornOptions { Epsilon = golden.Parameter("reg"), Tolerance = tolerance, MaxIterations = 20_000, Domain = domain };

        var result = new Sinkhorn(options).Solve(source, target, GoldenData.Array(golden.Input("M")));

        Check.Close(golden.Value, result.Cost, golden.Tolerance);
        Assert.InRange(golden.LargestDifference(result.Plan), 0, 1e-8);
        Check.Feasible(result.Plan, source, target, 1e-15);
        Assert.True(result.Converged);
        Assert.InRange(result.MarginalError, 0, tolerance);
        Assert.Equal(domain == SinkhornDomain.Log ? SinkhornDomain.Log : SinkhornDomain.Plain, result.Domain);
    }

    [Fact]
    public void Iterates_are_those_of_the_definition_whatever_the_domain() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var (n, m) = (random.Next(1, 12), random.Next(1, 12));
        var source = Instances.Weights(random, n, uniform: false);
        var target = Instances.Weights(random, m, uniform: false);
        var cost = Instances.Costs(random, n, m, tied: random.Next(2) == 0);
        var iterations = random.Next(1, 9);
        var epsilon = 0.02 + random.NextDouble();
        var expected = NaiveSinkhorn.Plan(source, target, cost, epsilon, iterations);
        foreach (var domain in Enum.GetValues<SinkhornDomain>())
        {
            var options = new SinkhornOptions { Epsilon = epsilon, MaxIterations = iterations, Tolerance = 0, Domain = domain, Round = false };

            var result = new Sinkhorn(options).Solve(source, target, cost);

            Assert.Equal(iterations, result.Iterations);
            Assert.All(expected.Zip(result.Plan), pair => Assert.InRange(pair.First - pair.Second, -1e-13, 1e-13));
            Assert.All(result.Plan.Select((mass, k) => (mass, k)), cell =>
                Check.Close(Math.Exp((result.SourcePotential[cell.k / m] + result.TargetPotential[cell.k % m] - cost[cell.k]) / epsilon), cell.mass, 1e-11));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(new Replay(new Rnd(3, 5), null)));

    [Theory]
    [InlineData(SinkhornDomain.Auto, 20_000)]
    [InlineData(SinkhornDomain.Plain, 20_000)]
    [InlineData(SinkhornDomain.Log, 200)]
    public void A_tiny_epsilon_neither_underflows_nor_overflows(SinkhornDomain domain, int iterations)
    {
        var random = new Random(4);
        var source = Instances.Weights(random, 12, uniform: true);
        var target = Instances.Weights(random, 9, uniform: false);
        var cost = Instances.Costs(random, 12, 9, tied: false);

        var result = new Sinkhorn(new SinkhornOptions { Epsilon = 2e-4, MaxIterations = iterations, Domain = domain }).Solve(source, target, cost);

        Check.Feasible(result.Plan, source, target, 1e-15);
        Assert.InRange(result.Cost - LinearTransport.Solve(source, target, cost).Cost, -1e-12, iterations > 200 ? 1e-3 : 1);
        Assert.Equal(iterations > 200, result.Converged);
    }

    [Fact]
    public void Scalings_that_grow_far_are_absorbed()
    {
        // The blocks hold other masses than their weights, so the scalings grow geometrically until the cells between them fill.
        double[] cost = [0, 1, 1, 0];
        var options = new SinkhornOptions { Epsilon = 1e-3, MaxIterations = 3000, Tolerance = 1e-12 };

        var plain = new Sinkhorn(options with { Domain = SinkhornDomain.Plain }).Solve([0.5, 0.5], [0.25, 0.75], cost);
        var log = new Sinkhorn(options with { Domain = SinkhornDomain.Log }).Solve([0.5, 0.5], [0.25, 0.75], cost);

        Assert.True(plain.Converged && log.Converged);
        Assert.Equal(0.25, plain.Cost, 12);
        Assert.All(plain.Plan.Zip(log.Plan), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal(log.Iterations, plain.Iterations);
        Assert.True(plain.SourcePotential.Max() - plain.SourcePotential.Min() > 0.9);
    }

    [Fact]
    public void Weights_beyond_the_range_of_scalings_switch_to_logarithms()
    {
        // The first row reaches only the first column, whose weight is too small to be divided by.
        double[] source = [0.5, 0.5];
        double[] target = [1e-310, 1];
        double[] cost = [0, 1000, 0, 0];
        var options = new SinkhornOptions { Epsilon = 1 };

        var result = new Sinkhorn(options).Solve(source, target, cost);

        Assert.Equal(SinkhornDomain.Log, result.Domain);
        Check.Feasible(result.Plan, source, target, 1e-15);
        var error = Assert.Throws<GwSmmException>(() => new Sinkhorn(options with { Domain = SinkhornDomain.Plain }).Solve(source, target, cost));
        Assert.Contains("Use the automatic or the log domain", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Potentials_of_a_solve_end_the_next_one_at_once()
    {
        var random = new Random(6);
        var source = Instances.Weights(random, 15, uniform: false);
        var target = Instances.Weights(random, 11, uniform: false);
        var cost = Instances.Costs(random, 15, 11, tied: false);
        var solver = new Sinkhorn();

        var cold = solver.Solve(source, target, cost);
        var warm = solver.Solve(source, target, cost, cold.SourcePotential);

        Assert.True(cold.Iterations > 5);
        Assert.Equal(1, warm.Iterations);
        Assert.Equal(cold.Cost, warm.Cost, 9);
    }

    [Fact]
    public void Points_without_weight_get_empty_rows_and_columns_and_no_potential()
    {
        var random = new Random(8);
        var cost = Instances.Costs(random, 4, 3, tied: false);

        var result = new Sinkhorn().Solve([0.5, 0, 0.25, 0.25], [0.75, 0.25, 0], cost);
        var kept = new Sinkhorn().Solve([0.5, 0.25, 0.25], [0.75, 0.25], [cost[0], cost[1], cost[6], cost[7], cost[9], cost[10]]);

        Assert.Equal([kept.Plan[0], kept.Plan[1], 0, 0, 0, 0, kept.Plan[2], kept.Plan[3], 0, kept.Plan[4], kept.Plan[5], 0], result.Plan);
        Assert.Equal(kept.Cost, result.Cost, 15);
        Assert.True(double.IsNaN(result.SourcePotential[1]) && double.IsNaN(result.TargetPotential[2]));
        Assert.Equal(result.Plan, new Sinkhorn().Solve([0.5, 0, 0.25, 0.25], [0.75, 0.25, 0], cost, [0, double.NaN, 0, 0]).Plan);
    }

    [Fact]
    public void One_point_on_each_side_takes_one_iteration()
    {
        var result = new Sinkhorn().Solve([1], [1], [7.5]);

        Assert.Equal([1.0], result.Plan);
        Assert.Equal(7.5, result.Cost);
        Assert.Equal(1, result.Iterations);
        Assert.True(result.Converged);
    }

    [Fact]
    public void The_limit_of_iterations_is_reported_and_the_plan_still_rounded()
    {
        var random = new Random(9);
        var source = Instances.Weights(random, 10, uniform: false);
        var target = Instances.Weights(random, 10, uniform: false);
        var options = new SinkhornOptions { Epsilon = 1e-3, MaxIterations = 3 };

        var result = new Sinkhorn(options).Solve(source, target, Instances.Costs(random, 10, 10, tied: false));

        Assert.Equal(3, result.Iterations);
        Assert.False(result.Converged);
        Assert.True(result.MarginalError > 1e-9);
        Check.Feasible(result.Plan, source, target, 1e-15);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        foreach (var epsilon in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sinkhorn(new SinkhornOptions { Epsilon = epsilon }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Sinkhorn(new SinkhornOptions { MaxIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sinkhorn(new SinkhornOptions { CheckInterval = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sinkhorn(new SinkhornOptions { Tolerance = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sinkhorn(new SinkhornOptions { Domain = (SinkhornDomain)3 }));
        var solver = new Sinkhorn();
        Assert.Throws<ArgumentException>(() => solver.Solve([1], [1], [1, 2]));
        Assert.Throws<ArgumentException>(() => solver.Solve([1], [1], [1], [0, 0]));
        Assert.Contains("cost is NaN", Assert.Throws<GwSmmException>(() => solver.Solve([1], [1], [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("source weights sum to 0", Assert.Throws<GwSmmException>(() => solver.Solve([0, 0], [1], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("target weight 2 is -1", Assert.Throws<GwSmmException>(() => solver.Solve([1], [2, -1], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("sums must be equal", Assert.Throws<GwSmmException>(() => solver.Solve([1], [2], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("are not finite", Assert.Throws<GwSmmException>(() => solver.Solve([1], [1], [1], [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "raise epsilon",
            Assert.Throws<GwSmmException>(() => new Sinkhorn(new SinkhornOptions { Epsilon = 1e-300 }).Solve([1], [1], [1e10])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_solve_throws()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        foreach (var domain in Enum.GetValues<SinkhornDomain>())
        {
            var solver = new Sinkhorn(new SinkhornOptions { Domain = domain });
            Assert.Throws<OperationCanceledException>(() => solver.Solve([1], [1], [1], cancellationToken: cancellation.Token));
        }
    }

    [Fact]
    public void SinkhornOptions_Defaults()
    {
        var options = new SinkhornOptions();

        Assert.Equal(0.05, options.Epsilon);
        Assert.Equal(10_000, options.MaxIterations);
        Assert.Equal(1e-9, options.Tolerance);
        Assert.Equal(1, options.CheckInterval);
        Assert.Equal(SinkhornDomain.Auto, options.Domain);
        Assert.True(options.Round);
    }
}
