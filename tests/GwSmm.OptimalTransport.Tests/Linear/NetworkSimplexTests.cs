namespace GwSmm.OptimalTransport.Tests;

public class NetworkSimplexTests
{
    [Fact]
    public void Warm_starts_change_the_work_and_not_the_cost()
    {
        var random = new Random(9);
        const int N = 40, M = 55;
        var source = Instances.Weights(random, N, uniform: false);
        var target = Instances.Weights(random, M, uniform: false);
        var cost = Instances.Costs(random, N, M, tied: false);
        var near = cost.Select(c => c + (0.01 * random.NextDouble())).ToArray();
        var (warm, cold) = (new NetworkSimplex(), new NetworkSimplex());
        var (warmPlan, coldPlan) = (new SparsePlan(), new SparsePlan());
        warm.SetMarginals(source, target);
        cold.SetMarginals(source, target);

        warm.Solve(cost, warmPlan);
        warm.Solve(near, warmPlan);
        cold.Solve(near, coldPlan);

        Assert.Equal(coldPlan.Dot(near), warmPlan.Dot(near), 13);
        Assert.True(warm.Pivots < cold.Pivots, $"{warm.Pivots} warm pivots, {cold.Pivots} cold ones");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_staircase_along_sorted_keys_solves_outer_products(bool uniform)
    {
        var random = new Random(21);
        const int N = 12, M = 18;
        var (x, y) = (Instances.Costs(random, 1, N, tied: uniform), Instances.Costs(random, 1, M, tied: uniform));
        var cost = x.SelectMany(a => y.Select(b => -a * b)).ToArray();
        var (source, target) = (Instances.Weights(random, N, uniform), Instances.Weights(random, M, uniform));
        var simplex = new NetworkSimplex();
        var plan = new SparsePlan();
        simplex.SetMarginals(source, target);

        simplex.SetStaircase(
            [.. Enumerable.Range(0, N).OrderBy(i => x[i])], [.. Enumerable.Range(0, M).OrderBy(j => y[j])]);
        simplex.Solve(cost, plan);

        Assert.Equal(0, simplex.Pivots);
        Assert.Equal(LinearTransport.Solve(source, target, cost).Cost, plan.Dot(cost), 12);
    }

    [Fact]
    public void A_reused_solver_gives_the_bits_of_a_new_one()
    {
        var random = new Random(4);
        var reused = new NetworkSimplex();
        var plan = new SparsePlan();
        foreach (var (n, m) in new[] { (30, 20), (5, 7), (25, 25), (1, 4) })
        {
            var (source, target) = (Instances.Weights(random, n, uniform: false), Instances.Weights(random, m, uniform: false));
            var cost = Instances.Costs(random, n, m, tied: false);
            var fresh = new NetworkSimplex();
            var freshPlan = new SparsePlan();
            reused.SetMarginals(source, target);
            fresh.SetMarginals(source, target);

            reused.Solve(cost, plan);
            fresh.Solve(cost, freshPlan);

            Assert.Equal(freshPlan.Count, plan.Count);
            Assert.Equal(freshPlan.Mass.AsSpan(0, plan.Count), plan.Mass.AsSpan(0, plan.Count));
            Assert.Equal(freshPlan.Column.AsSpan(0, plan.Count), plan.Column.AsSpan(0, plan.Count));
        }
    }

    [Fact]
    public void Repeated_solves_allocate_nothing()
    {
        var random = new Random(2);
        var (source, target) = (Instances.Weights(random, 30, uniform: false), Instances.Weights(random, 40, uniform: false));
        var costs = Enumerable.Range(0, 4).Select(_ => Instances.Costs(random, 30, 40, tied: false)).ToArray();
        var simplex = new NetworkSimplex();
        var plan = new SparsePlan();
        simplex.SetMarginals(source, target);
        simplex.Solve(costs[0], plan);
        simplex.Solve(costs[1], plan);

        var before = GC.GetAllocatedBytesForCurrentThread();
        simplex.Solve(costs[2], plan);
        simplex.Solve(costs[3], plan);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Masses_have_equal_totals_and_keep_tiny_weights()
    {
        var random = new Random(8);
        foreach (var n in new[] { 2, 50, 3000 })
        {
            var source = Instances.Weights(random, n, uniform: false);
            var target = Instances.Weights(random, 7, uniform: false);
            source[0] = 1e-30;
            var (sourceMass, targetMass) = (new long[n], new long[7]);

            var unit = TransportMasses.Fill(source, target, sourceMass, targetMass);

            Assert.Equal(sourceMass.Sum(), targetMass.Sum());
            Assert.All(sourceMass, mass => Assert.True(mass >= 1));
            Assert.All(Enumerable.Range(0, 7), j => Assert.InRange((targetMass[j] * unit / source.Sum()) - (target[j] / target.Sum()), -1e-12, 1e-12));
        }
    }
}
