namespace GwSmm.OptimalTransport.Tests;

public class RelaxedBoundTests
{
    private static readonly LowerBounds[] Some = [LowerBounds.First, LowerBounds.Third, LowerBounds.All];

    [Fact]
    public void Bounds_of_rows_are_those_of_the_definition_and_below_every_plan() => Pairs.ForAll(25, (source, target, random) =>
    {
        var problem = Posed(source, target, random);
        var (all, rows) = (OfRows(problem, LowerBounds.First), OfRows(problem, LowerBounds.Third));

        var slack = Slack(problem);
        Assert.InRange(NaiveRelaxedBound.OfCosts(problem) - all, -slack / 1e3, slack);
        Assert.InRange(Math.Max(NaiveRelaxedBound.OfCosts(problem), NaiveRelaxedBound.OfRows(problem)) - rows, -slack / 1e3, slack);
        for (var k = 0; k < 8; k++)
        {
            var plan = new double[source.Count * target.Count];
            for (var i = 0; i < source.Count; i++)
            {
                plan[(i * target.Count) + random.Next(target.Count)] += source.Weights[i] / 2;
                plan[(i * target.Count) + random.Next(k % 2 == 0 ? 1 : target.Count)] += source.Weights[i] / 2;
            }

            Assert.True(rows <= Objective(problem, plan));
        }

        foreach (var bounds in Some)
        {
            var exact = new SemiRelaxedGromovWassersteinSolver(new GromovWassersteinOptions { Bounds = bounds }).Solve(problem);
            var entropic = new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = 5, MaxIterations = 20, Bounds = bounds }).Solve(problem);
            var expected = OfRows(problem, bounds);
            Assert.Equal(Math.Min(exact.Value, expected), exact.LowerBound, 1e-12);
            Assert.Equal(Math.Min(entropic.Value, expected), entropic.LowerBound, 1e-12);
        }
    });

    [Fact]
    public void Bounds_of_a_mass_are_at_least_those_of_the_definition_and_below_every_plan() => Pairs.ForAll(25, (source, target, random) =>
    {
        var problem = Posed(source, target, random);
        var mass = 0.1 + (0.85 * random.NextDouble());
        var all = RelaxedBound.OfMass(problem, new SupportedProblem(problem), mass, LowerBounds.First, default);
        var rows = RelaxedBound.OfMass(problem, new SupportedProblem(problem), mass, LowerBounds.Third, default);

        if (problem.FeatureCost is null)
        {
            Assert.True(all >= NaiveRelaxedBound.OfMass(problem, mass) - Slack(problem));
        }

        Assert.True(all <= rows);
        for (var k = 0; k < 8; k++)
        {
            Assert.True(rows <= Objective(problem, PartOf(problem, mass, random)));
        }

        foreach (var bounds in Some)
        {
            var exact = new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = mass, Bounds = bounds }).Solve(problem);
            var options = new EntropicPartialGromovWassersteinOptions { Mass = mass, Epsilon = 5, MaxIterations = 5, MaxInnerIterations = 50, Bounds = bounds };
            var entropic = new EntropicPartialGromovWassersteinSolver(options).Solve(problem);
            var expected = RelaxedBound.OfMass(problem, new SupportedProblem(problem), mass, bounds, default);
            Assert.Equal(Math.Min(exact.Value, expected), exact.LowerBound);
            Assert.Equal(Math.Min(entropic.Value, expected), entropic.LowerBound);
        }
    });

    [Fact]
    public void Bounds_are_above_zero_where_scales_differ_and_none_asks_for_nothing()
    {
        var random = new Random(2);
        var small = MetricMeasureSpace.FromFeatures(Instances.Features(random, 12, 2), 12, 2);
        var large = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 10, 2).Select(x => 40 * x)], 10, 2);
        IGromovWassersteinSolver[] Solvers(LowerBounds bounds) =>
        [
            new SemiRelaxedGromovWassersteinSolver(new GromovWassersteinOptions { Bounds = bounds }),
            new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Epsilon = 100, Bounds = bounds }),
            new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = 0.7, Bounds = bounds }),
            new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Mass = 0.7, Epsilon = 100, MaxIterations = 5, MaxInnerIterations = 50, Bounds = bounds }),
            new RobustAlignment(new RobustAlignmentOptions { Fraction = 0.1, Partial = new PartialGromovWassersteinOptions { Bounds = bounds } }),
            new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { Bounds = bounds, MaxIterations = 5, MaxInnerIterations = 50 }),
        ];

        var problem = new GromovWassersteinProblem(large, small);
        Assert.All(Solvers(LowerBounds.First), solver => Assert.InRange(solver.Solve(problem).LowerBound, 1e-3, double.PositiveInfinity));
        Assert.All(Solvers(LowerBounds.None), solver => Assert.Equal(0, solver.Solve(problem).LowerBound));
        var divergence = new GromovWassersteinProblem(large, small, QuadraticLoss.KullbackLeibler);
        Assert.All(Solvers(LowerBounds.All).Take(3), solver => Assert.Equal(0, solver.Solve(divergence).LowerBound));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solvers((LowerBounds)64));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Bounds = (LowerBounds)64 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { Bounds = (LowerBounds)64 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Bounds = (LowerBounds)64 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { Bounds = (LowerBounds)64 }));
    }

    [Fact]
    public void The_whole_mass_has_the_bounds_of_couplings_and_more_mass_never_a_smaller_one()
    {
        var problem = RelaxedGolden.Problem();
        var supported = new SupportedProblem(problem);

        var whole = CertifiedBound.Of(problem, LowerBounds.All);
        Assert.InRange(OfMass(problem, 1, LowerBounds.All), whole - 1e-14, whole);
        Assert.InRange(OfMass(problem, 1 - 1e-13, LowerBounds.All), whole - 1e-11, whole);
        double[] bounds = [.. new[] { 0.5, 0.8, 0.9, 0.97, 0.999 }.Select(mass => RelaxedBound.OfMass(problem, supported, mass, LowerBounds.First, default))];
        Assert.Equal(bounds.Order(), bounds);
        Assert.InRange(bounds[0], double.Epsilon, RelaxedGolden.Number("pgw_cg_m0.5"));
        Assert.InRange(bounds[1], double.Epsilon, RelaxedGolden.Number("pgw_cg_m0.8"));
        Assert.InRange(
            UnbalancedBound.Of(problem, new UnbalancedGromovWassersteinOptions()), double.Epsilon, RelaxedGolden.Number("ugw_kl_rho1_eps0.05"));
        double[] corner = [.. Enumerable.Range(0, 400).Select(k => problem.Target.Cost[(k / 20 * 80) + (k % 20)])];
        var relaxed = new GromovWassersteinProblem(problem.Source, MetricMeasureSpace.FromCost(corner, 20));
        Assert.InRange(OfRows(relaxed, LowerBounds.First), double.Epsilon, OfRows(relaxed, LowerBounds.Third));
        Assert.InRange(OfRows(relaxed, LowerBounds.Third), double.Epsilon, GoldenData.Value("srgw_cg_60x20"));
    }

    [Fact]
    public void A_target_point_of_no_weight_can_be_used_by_semi_relaxed_plans_and_counts()
    {
        var source = MetricMeasureSpace.FromFeatures([0, 3], 2, 1);
        var target = MetricMeasureSpace.FromFeatures([0, 1, 3], 3, 1, CostMetric.Euclidean, [0.5, 0.5, 0]);
        var problem = new GromovWassersteinProblem(source, target);

        Assert.Equal(0, OfRows(problem, LowerBounds.Third));
        Assert.Equal(2, new EntropicSemiRelaxedSolver().Solve(problem).LowerBound, 9);
    }

    [Fact]
    public void Where_there_is_no_choice_bounds_are_the_value_and_never_above_it()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var weights = Instances.Weights(random, 6, uniform: seed % 2 == 0);
            double[] off = [.. weights.Select(w => w * (seed % 3 == 0 ? 1 - 9e-7 : seed % 3 == 1 ? 1 + 9e-7 : 1))];
            var source = MetricMeasureSpace.FromFeatures(Instances.Features(random, 6, 2), 6, 2, CostMetric.Euclidean, off);
            var point = MetricMeasureSpace.FromCost([5 * random.NextDouble()], 1);
            var single = MetricMeasureSpace.FromCost([5 * random.NextDouble()], 1, [seed % 2 == 0 ? 1 : 1 - 9e-7]);
            var mass = 0.1 + (0.85 * random.NextDouble());

            var toPoint = new GromovWassersteinProblem(source, point);
            var value = NaiveGromovWasserstein.Objective(toPoint, source.Weights);
            Assert.InRange(OfRows(toPoint, LowerBounds.First), value * (1 - 1e-5), value);
            Assert.InRange(OfRows(toPoint, LowerBounds.All), value * (1 - 1e-5), value);

            var singles = new GromovWassersteinProblem(single, point);
            var part = NaiveGromovWasserstein.Objective(singles, [mass]);
            Assert.InRange(OfMass(singles, mass, LowerBounds.First), (part * (1 - 1e-5)) - 1e-11, part);
            Assert.InRange(OfMass(singles, mass, LowerBounds.All), (part * (1 - 1e-5)) - 1e-11, part);
        }
    }

    [Fact]
    public void A_space_that_is_a_part_of_another_has_bounds_of_zero()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (n, extra) = (random.Next(1, 9), random.Next(1, 4));
            var features = Instances.Features(random, n, 2);
            double[] more = [.. features, .. Instances.Features(random, extra, 2).Select(x => 30 * x)];
            var kept = 0.3 + (0.6 * random.NextDouble());
            var weights = Instances.Weights(random, n, uniform: seed % 2 == 0);
            double[] wider = [.. weights.Select(w => kept * w), .. Instances.Weights(random, extra, uniform: false).Select(w => (1 - kept) * w)];
            var source = MetricMeasureSpace.FromFeatures(features, n, 2, CostMetric.Euclidean, weights);
            var target = MetricMeasureSpace.FromFeatures(more, n + extra, 2, CostMetric.Euclidean, wider);

            Assert.Equal(0, OfRows(new GromovWassersteinProblem(source, target), LowerBounds.All));
            Assert.Equal(0, OfMass(new GromovWassersteinProblem(source, target), kept, LowerBounds.All));
            Assert.Equal(0, OfMass(new GromovWassersteinProblem(target, source), kept * 0.99, LowerBounds.All));
        }
    }

    [Fact]
    public void Weights_that_sum_to_one_only_nearly_keep_bounds_valid()
    {
        var random = new Random(8);
        double[] low = [.. Instances.Weights(random, 6, uniform: false).Select(w => w * (1 - 9e-7))];
        double[] high = [.. Instances.Weights(random, 7, uniform: false).Select(w => w * (1 + 9e-7))];
        var a = MetricMeasureSpace.FromFeatures(Instances.Features(random, 6, 1), 6, 1, CostMetric.Euclidean, low);
        var b = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 1).Select(x => 9 * x)], 7, 1, CostMetric.Euclidean, high);

        foreach (var (source, target) in new[] { (a, b), (b, a) })
        {
            var problem = new GromovWassersteinProblem(source, target);
            foreach (var mass in new[] { 0.5, 0.9, 1 })
            {
                var result = new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = mass }).Solve(problem);
                Assert.InRange(RelaxedBound.OfMass(problem, new SupportedProblem(problem), mass, LowerBounds.All, default), 0, result.Value);
            }

            Assert.InRange(OfRows(problem, LowerBounds.All), 0, new SemiRelaxedGromovWassersteinSolver().Solve(problem).Value);
        }
    }

    [Fact]
    public void An_outlier_of_next_to_no_weight_can_be_left_out_of_a_plan_of_the_whole()
    {
        double[] cost = [0, 1, 1000, 1, 0, 1000, 1000, 1000, 0];
        var source = MetricMeasureSpace.FromCost(cost, 3, [0.5, 0.5, 9e-7]);
        var target = MetricMeasureSpace.FromCost([0, 1, 1, 0], 2);
        var problem = new GromovWassersteinProblem(source, target);
        double[] plan = [source.Weights[0], 0, 0, source.Weights[1], 0, 0];
        var left = plan.Sum();

        Assert.Equal(1, source.Weights.Sum(), 1e-15);
        Assert.Equal(0, NaiveGromovWasserstein.Objective(problem, plan));
        Assert.Equal(0, OfMass(problem, left, LowerBounds.All));
    }

    private static double OfMass(GromovWassersteinProblem problem, double mass, LowerBounds kinds) =>
        RelaxedBound.OfMass(problem, new SupportedProblem(problem), mass, kinds, default);

    private static double OfRows(GromovWassersteinProblem problem, LowerBounds kinds)
    {
        var target = MetricMeasureSpace.FromCost(problem.Target.Cost, problem.Target.Count);
        var open = problem.FeatureCost is null
            ? new GromovWassersteinProblem(problem.Source, target)
            : new GromovWassersteinProblem(problem.Source, target, problem.FeatureCost, problem.Alpha);
        return RelaxedBound.OfRows(problem, new SupportedProblem(open), kinds, default);
    }

    private static GromovWassersteinProblem Posed(MetricMeasureSpace source, MetricMeasureSpace target, Random random)
    {
        if (random.Next(2) == 0)
        {
            return new GromovWassersteinProblem(source, target);
        }

        double[] features = [.. Instances.Costs(random, source.Count, target.Count, tied: false)];
        return new GromovWassersteinProblem(source, target, features, random.NextDouble());
    }

    private static double Objective(GromovWassersteinProblem problem, double[] plan) =>
        (problem.Alpha * NaiveGromovWasserstein.Objective(problem, plan))
        + (problem.FeatureCost is null ? 0 : (1 - problem.Alpha) * plan.Zip(problem.FeatureCost, (t, m) => t * m).Sum());

    // A part of a vertex of the couplings, which leaves out whole cells first.
    private static double[] PartOf(GromovWassersteinProblem problem, double mass, Random random)
    {
        var supported = new SupportedProblem(problem);
        var plan = supported.Expand(StartingCoupling.RandomVertex(supported, new Numerics.DeterministicRandom((ulong)random.Next())));
        var left = 1 - mass;
        foreach (var k in Instances.Permutation(random, plan.Length))
        {
            var taken = Math.Min(left, plan[k]);
            plan[k] -= taken;
            left -= taken;
        }

        return plan;
    }

    private static double Slack(GromovWassersteinProblem problem) =>
        1e-9 * Math.Max(1, Math.Pow(Math.Max(problem.Source.Cost.Max(), problem.Target.Cost.Max()), 2));
}
