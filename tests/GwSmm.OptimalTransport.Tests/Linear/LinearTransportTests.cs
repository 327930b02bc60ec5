using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class LinearTransportTests
{
    [Theory]
    [InlineData("emd_uniform_60x80", "uniform", "uniform", "M_60x80", 60, 80)]
    [InlineData("emd_nonuniform_60x80", "p60", "q80", "M_60x80", 60, 80)]
    [InlineData("emd_assignment_30", "uniform", "uniform", "R30", 30, 30)]
    [InlineData("emd_degenerate_int_12", "uniform", "uniform", "I12", 12, 12)]
    public void Reference_costs_and_plans(string id, string a, string b, string cost, int n, int m)
    {
        var source = a is "uniform" ? GoldenData.Uniform(n) : GoldenData.Array(a);
        var target = b is "uniform" ? GoldenData.Uniform(m) : GoldenData.Array(b);

        var result = LinearTransport.Solve(source, target, GoldenData.Array(cost));

        Check.Close(GoldenData.Value(id), result.Cost, 1e-12);
        Check.Feasible(result.Plan, source, target, 1e-14);
        if (id is "emd_nonuniform_60x80" or "emd_assignment_30")
        {
            Assert.True(GoldenData.Plan(id, n, m).Zip(result.Plan, (x, y) => Math.Abs(x - y)).Max() < 1e-14);
        }
    }

    [Fact]
    public void Plans_are_optimal_by_their_duals()
    {
        var instances = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();
        Prop.ForAll(instances, seed =>
        {
            var random = new Random(seed);
            var (n, m) = (random.Next(1, 30), random.Next(1, 30));
            var uniform = random.Next(2) == 0;
            m = uniform && random.Next(2) == 0 ? n : m;
            var source = Instances.Weights(random, n, uniform);
            var target = Instances.Weights(random, m, uniform);
            var cost = Instances.Costs(random, n, m, tied: random.Next(2) == 0);

            var result = LinearTransport.Solve(source, target, cost);

            Check.Feasible(result.Plan, source, target);
            AssertCertified(result, source, target, cost);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(new Replay(new Rnd(7, 11), null)));
    }

    [Fact]
    public void Large_degenerate_problems_end_with_a_certificate()
    {
        var random = new Random(3);
        var source = GoldenData.Uniform(150);
        var target = GoldenData.Uniform(300);
        var cost = Instances.Costs(random, 150, 300, tied: true);

        var result = LinearTransport.Solve(source, target, cost);

        AssertCertified(result, source, target, cost);
    }

    [Fact]
    public void A_small_problem_has_the_cost_found_by_trying_every_permutation()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var n = random.Next(1, 7);
            var cost = Instances.Costs(random, n, n, tied: seed % 2 == 0);

            var result = LinearTransport.Solve(GoldenData.Uniform(n), GoldenData.Uniform(n), cost);

            Assert.Equal(NaiveAssignment.LeastCost(cost, n) / n, result.Cost, 12);
        }
    }

    [Fact]
    public void Points_without_weight_get_no_mass_and_no_dual()
    {
        double[] cost = [0, 9, 5, 1, 1, 9, 7, 3, 2];

        var result = LinearTransport.Solve([0.5, 0, 0.5], [0.25, 0.75, 0], cost);

        Assert.Equal([0.25, 0.25, 0, 0, 0, 0, 0, 0.5, 0], result.Plan);
        Assert.Equal((0.25 * 0) + (0.25 * 9) + (0.5 * 3), result.Cost);
        Assert.True(double.IsNaN(result.SourceDual[1]) && double.IsNaN(result.TargetDual[2]));
    }

    [Fact]
    public void Sums_other_than_one_are_allowed()
    {
        var result = LinearTransport.Solve([2, 1], [1, 1, 1], [1, 2, 3, 0, 9, 9]);

        Assert.Equal([0, 1, 1, 1, 0, 0], result.Plan.Select(v => Math.Round(v, 12)));
        Assert.Equal(5, result.Cost, 12);
    }

    [Theory]
    [InlineData(new[] { 0.5, -0.5 }, "source weight 2 is -0.5")]
    [InlineData(new[] { double.NaN, 1.0 }, "source weight 1 is NaN")]
    [InlineData(new[] { 0.0, 0.0 }, "source weights sum to 0")]
    [InlineData(new[] { 0.5, 0.6 }, "sum to 1.1, the target weights to 1")]
    public void Bad_weights_are_named(double[] source, string message)
    {
        var error = Assert.Throws<GwSmmException>(() => LinearTransport.Solve(source, [1.0], [0.0, 0.0]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_costs_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LinearTransport.Solve([1.0], [1.0], [1.0, 2.0]));
        var error = Assert.Throws<GwSmmException>(() => LinearTransport.Solve([1.0], [0.5, 0.5], [1.0, double.NaN]));
        Assert.Contains("NaN or infinite", error.Message, StringComparison.Ordinal);
    }

    // Dual feasibility and complementary slackness prove optimality, whoever found the plan.
    private static void AssertCertified(LinearTransportResult result, double[] source, double[] target, double[] cost)
    {
        var (n, m) = (source.Length, target.Length);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var reduced = cost[(i * m) + j] - result.SourceDual[i] - result.TargetDual[j];
                Assert.True(reduced >= -1e-12, $"reduced cost [{i}, {j}] = {reduced}");
                Assert.True(result.Plan[(i * m) + j] == 0 || reduced <= 1e-12, $"mass on [{i}, {j}], whose reduced cost is {reduced}");
            }
        }

        var dual = source.Zip(result.SourceDual, (w, u) => w * u).Sum() + target.Zip(result.TargetDual, (w, v) => w * v).Sum();
        Assert.Equal(dual, result.Cost, 11);
    }
}
