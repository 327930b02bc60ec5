using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class GromovWassersteinPropertyTests
{
    private static readonly GromovWassersteinSolver Solver = new();

    [Fact]
    public void Plans_are_feasible_and_never_worse_than_the_product_coupling() => ForAllPairs(80, (source, target, _) =>
    {
        var problem = new GromovWassersteinProblem(source, target);

        var result = Solver.Solve(problem);

        Check.Feasible(result.Plan, source.Weights, target.Weights);
        Assert.InRange(result.Value, 0, result.CostTrace[0] * (1 + 1e-12));
        Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.Value, 1e-9);
        Assert.Equal(Math.Sqrt(result.Value), result.Distance);
        for (var k = 1; k < result.CostTrace.Count; k++)
        {
            Assert.True(result.CostTrace[k] <= result.CostTrace[k - 1] + (1e-12 * result.CostTrace[0]), "the objective rose");
        }
    });

    [Fact]
    public void Swapping_the_spaces_transposes_the_plan() => ForAllPairs(40, (source, target, _) =>
    {
        var there = Solver.Solve(new GromovWassersteinProblem(source, target));
        var back = Solver.Solve(new GromovWassersteinProblem(target, source));

        Check.Close(there.Value, back.Value, 1e-8);
    });

    [Fact]
    public void The_order_of_points_does_not_matter() => ForAllPairs(40, (source, target, random) =>
    {
        var reordered = Instances.Reorder(target, Instances.Permutation(random, target.Count));

        var value = Solver.Solve(new GromovWassersteinProblem(source, reordered)).Value;

        Check.Close(Solver.Solve(new GromovWassersteinProblem(source, target)).Value, value, 1e-8);
    });

    [Fact]
    public void Rotated_shifted_and_permuted_points_are_at_distance_zero()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            const int N = 30;
            var points = Instances.Features(random, N, 2);
            var order = Instances.Permutation(random, N);
            var (cos, sin) = Math.SinCos(random.NextDouble() * 6) is var (s, c) ? (c, s) : default;
            var moved = order.SelectMany(i => new[]
            {
                (cos * points[2 * i]) - (sin * points[(2 * i) + 1]) + 3,
                (sin * points[2 * i]) + (cos * points[(2 * i) + 1]) - 1,
            }).ToArray();
            var start = new double[N * N];
            for (var k = 0; k < N; k++)
            {
                start[(order[k] * N) + k] = 1.0 / N;
            }

            var problem = new GromovWassersteinProblem(
                MetricMeasureSpace.FromFeatures(points, N, 2), MetricMeasureSpace.FromFeatures(moved, N, 2), initialPlan: start);

            var result = Solver.Solve(problem);

            Assert.InRange(result.Value, 0, 1e-12);
            Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights);
        }
    }

    [Fact]
    public void A_space_is_at_distance_zero_from_itself_and_from_its_copy_with_doubled_points()
    {
        var random = new Random(5);
        const int N = 15;
        var points = Instances.Features(random, N, 3);
        var space = MetricMeasureSpace.FromFeatures(points, N, 3);
        var doubled = MetricMeasureSpace.FromFeatures([.. points, .. points], 2 * N, 3);

        Assert.InRange(Solver.Solve(new GromovWassersteinProblem(space, space)).Value, 0, 1e-12);
        Assert.InRange(Solver.Solve(new GromovWassersteinProblem(space, doubled)).Value, 0, 1e-12);
    }

    [Fact]
    public void Reusing_the_solver_in_parallel_changes_no_bit()
    {
        var pairs = Enumerable.Range(0, 24).Select(seed =>
        {
            var random = new Random(seed);
            return new GromovWassersteinProblem(
                Instances.Space(random, random.Next(2, 25), 3, CostMetric.Euclidean, seed % 2 == 0),
                Instances.Space(random, random.Next(2, 25), 3, CostMetric.Euclidean, seed % 3 == 0));
        }).ToArray();
        var expected = pairs.Select(pair => new GromovWassersteinSolver().Solve(pair)).ToArray();
        var shared = new GromovWassersteinSolver();
        var found = new GromovWassersteinResult[pairs.Length];

        Parallel.For(0, pairs.Length, k => found[k] = shared.Solve(pairs[k]));

        for (var k = 0; k < pairs.Length; k++)
        {
            Assert.Equal(expected[k].Value, found[k].Value);
            Assert.Equal(expected[k].Plan, found[k].Plan);
            Assert.Equal(expected[k].CostTrace, found[k].CostTrace);
        }
    }

    private static void ForAllPairs(int count, Action<MetricMeasureSpace, MetricMeasureSpace, Random> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var metric = (CostMetric)random.Next(3);
            var uniform = random.Next(2) == 0;
            var n = random.Next(1, 14);
            var m = random.Next(2) == 0 ? n : random.Next(1, 14);
            check(Instances.Space(random, n, 3, metric, uniform), Instances.Space(random, m, 3, metric, uniform), random);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(17, 5), null)));
}
