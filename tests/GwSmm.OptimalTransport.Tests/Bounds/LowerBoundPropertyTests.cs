using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class LowerBoundPropertyTests
{
    private static readonly LowerBounds[] Kinds = [.. Enum.GetValues<LowerBounds>().Where(kind => int.IsPow2((int)kind))];

    private static readonly MultiStartSolver Solver = new(
        new GromovWassersteinSolver(new GromovWassersteinOptions { Bounds = LowerBounds.All }),
        new MultiStartOptions { Starts = [InitialCoupling.Product, InitialCoupling.ThirdLowerBound], RandomStarts = 3 });

    [Fact]
    public void No_bound_is_above_a_value_found_from_any_start() => ForAllPairs(100, (source, target, _) =>
    {
        var problem = new GromovWassersteinProblem(source, target);

        var best = Solver.Solve(problem);

        Assert.All(Kinds, kind => Assert.InRange(GromovWassersteinBounds.Largest(problem, kind), 0, best.Value));
        Assert.Equal(Math.Min(best.Value, GromovWassersteinBounds.Largest(problem, LowerBounds.All)), best.LowerBound);
    });

    [Fact]
    public void Bounds_are_ordered_as_theory_says() => ForAllPairs(80, (source, target, _) =>
    {
        var second = GromovWassersteinBounds.Second(source, target);
        var third = GromovWassersteinBounds.Third(source, target).Value;

        var slack = 1e-11 * Math.Pow(Math.Max(source.Cost.Max(Math.Abs), target.Cost.Max(Math.Abs)), 2);
        Assert.True(GromovWassersteinBounds.SecondBinned(source, target) <= second);
        Assert.True(GromovWassersteinBounds.First(source, target) <= third + slack);
        Assert.True(second <= third + slack);
    });

    [Fact]
    public void The_order_of_points_and_of_spaces_does_not_matter() => ForAllPairs(50, (source, target, random) =>
    {
        var reordered = Instances.Reorder(target, Instances.Permutation(random, target.Count));
        foreach (var kind in Kinds)
        {
            var bound = GromovWassersteinBounds.Largest(new GromovWassersteinProblem(source, target), kind);
            Assert.Equal(bound, GromovWassersteinBounds.Largest(new GromovWassersteinProblem(source, reordered), kind), 1e-10);
            Assert.Equal(bound, GromovWassersteinBounds.Largest(new GromovWassersteinProblem(target, source), kind), 1e-10);
        }
    });

    [Fact]
    public void All_pairs_at_once_have_the_bounds_of_each_pair() => ForAllPairs(15, (source, target, random) =>
    {
        MetricMeasureSpace[] spaces = [source, target, Instances.Space(random, target.Count, 2, CostMetric.Euclidean, uniform: true), source];
        foreach (var kinds in Kinds.Append(LowerBounds.Cheap).Append(LowerBounds.All))
        {
            var bounds = GromovWassersteinBounds.AllPairs(spaces, kinds, threads: 2);
            Assert.Equal(bounds, GromovWassersteinBounds.AllPairs(spaces, kinds));
            for (var i = 0; i < spaces.Length; i++)
            {
                for (var j = 0; j < spaces.Length; j++)
                {
                    var expected = i == j ? 0 : GromovWassersteinBounds.Largest(new GromovWassersteinProblem(spaces[Math.Min(i, j)], spaces[Math.Max(i, j)]), kinds);
                    Assert.Equal(expected, bounds[(4 * i) + j], 1e-10);
                }
            }

            Assert.Equal(0, bounds[3]);
        }
    });

    [Fact]
    public void Fused_bounds_are_below_every_value() => ForAllPairs(25, (source, target, random) =>
    {
        var feature = Instances.Costs(random, source.Count, target.Count, tied: random.Next(2) == 0);
        var alpha = random.Next(4) / 3.0;
        foreach (var loss in new[] { QuadraticLoss.Square, QuadraticLoss.KullbackLeibler })
        {
            var problem = new GromovWassersteinProblem(source, target, feature, alpha, loss);
            var least = double.PositiveInfinity;
            var supported = new SupportedProblem(problem);
            for (var seed = 0; seed < 12; seed++)
            {
                var plan = supported.Expand(StartingCoupling.RandomVertex(supported, new Numerics.DeterministicRandom((ulong)seed)));
                var linear = plan.Zip(feature, (t, m) => t * m).Sum();
                least = Math.Min(least, ((1 - alpha) * linear) + (alpha * NaiveGromovWasserstein.Objective(problem, plan)));
            }

            var linearBest = (1 - alpha) * LinearTransport.Solve(source.Weights, target.Weights, feature).Cost;
            Assert.All(Kinds, kind => Assert.True(GromovWassersteinBounds.Largest(problem, kind) <= least));
            Assert.True(CertifiedBound.Of(problem, LowerBounds.None) <= linearBest + 1e-12);
            if (feature.Min() >= 0)
            {
                Assert.True(CertifiedBound.Of(problem, LowerBounds.None) >= 0);
            }
        }
    });

    [Fact]
    public void A_rotated_copy_has_bounds_of_zero()
    {
        var (a, b) = (GoldenData.Space("E_X40", "uniform"), GoldenData.Space("E_X40_rot_perm", "uniform"));

        Assert.Equal(0, GromovWassersteinBounds.Largest(new GromovWassersteinProblem(a, b), LowerBounds.All));
    }

    [Fact]
    public void Weights_that_sum_to_one_only_nearly_keep_bounds_valid()
    {
        var random = new Random(8);
        double[] low = [.. Instances.Weights(random, 6, uniform: false).Select(w => w * (1 - 9e-7))];
        double[] high = [.. Instances.Weights(random, 7, uniform: false).Select(w => w * (1 + 9e-7))];
        var a = MetricMeasureSpace.FromFeatures(Instances.Features(random, 6, 1), 6, 1, CostMetric.Euclidean, low);
        var b = MetricMeasureSpace.FromFeatures(Instances.Features(random, 7, 1), 7, 1, CostMetric.Euclidean, high);

        foreach (var (source, target) in new[] { (a, b), (b, a), (a, a), (b, b) })
        {
            var best = Solver.Solve(new GromovWassersteinProblem(source, target));
            Assert.InRange(GromovWassersteinBounds.Largest(new GromovWassersteinProblem(source, target), LowerBounds.All), 0, best.Value);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-160)]
    [InlineData(1e140)]
    public void Extreme_scales_give_finite_bounds(double scale)
    {
        var random = new Random(3);
        var source = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 2).Select(x => x * scale)], 7, 2);
        var target = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 9, 2).Select(x => x * scale)], 9, 2);
        var problem = new GromovWassersteinProblem(source, target);

        var bound = GromovWassersteinBounds.Largest(problem, LowerBounds.All);

        Assert.InRange(bound, 0, new GromovWassersteinSolver().Solve(problem).Value);
        Assert.True(scale < 1 || bound > 0);
    }

    private static void ForAllPairs(int count, Action<MetricMeasureSpace, MetricMeasureSpace, Random> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var metric = (CostMetric)random.Next(3);
            var n = random.Next(1, 14);
            var m = random.Next(2) == 0 ? n : random.Next(1, 14);
            check(
                Instances.Space(random, n, 3, metric, random.Next(2) == 0),
                Instances.Space(random, m, 3, metric, random.Next(2) == 0),
                random);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(23, 7), null)));
}
