namespace GwSmm.OptimalTransport.Tests;

public class SolverInterfaceTests
{
    private const int Dimension = 3;
    private const double Mass = 0.8;

    private static readonly Dictionary<string, Func<IGromovWassersteinSolver>> Solvers = new(StringComparer.Ordinal)
    {
        ["conditional-gradient"] = () => new GromovWassersteinSolver(),
        ["entropic"] = () => new EntropicGromovWassersteinSolver(),
        ["semi-relaxed"] = () => new SemiRelaxedGromovWassersteinSolver(),
        ["entropic-semi-relaxed"] = () => new EntropicSemiRelaxedSolver(new EntropicSemiRelaxedOptions { MaxIterations = 500 }),
        ["partial"] = () => new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = Mass }),
        ["entropic-partial"] = () => new EntropicPartialGromovWassersteinSolver(new EntropicPartialGromovWassersteinOptions { Mass = Mass, MaxIterations = 20, MaxInnerIterations = 100 }),
        ["robust"] = () => new RobustAlignment(new RobustAlignmentOptions { Fraction = 1 - Mass }),
        ["unbalanced"] = () => new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { MaxIterations = 50, MaxInnerIterations = 200 }),
        ["low-rank"] = () => new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { Rank = 3, Starts = 1, MaxIterations = 100, MaxInnerIterations = 200 }),
        ["feature-selection"] = () => new FeatureSelectionSolver(),
        ["gaussian"] = () => new GaussianGromovWassersteinSolver(),
        ["multi-start"] = () => new MultiStartSolver(new GromovWassersteinSolver()),
    };

    public static TheoryData<string> Names => [.. Solvers.Keys];

    [Fact]
    public void Every_solver_of_the_library_is_behind_the_interface_and_tested_here()
    {
        Type[] found =
        [
            .. typeof(IGromovWassersteinSolver).Assembly.GetTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false, IsPublic: true } && (type.Name.EndsWith("Solver", StringComparison.Ordinal) || type == typeof(RobustAlignment))),
        ];

        Assert.All(found, type => Assert.True(typeof(IGromovWassersteinSolver).IsAssignableFrom(type), type.Name));
        Assert.Equal(found.Select(type => type.Name).Order(StringComparer.Ordinal), Solvers.Values.Select(make => make().GetType().Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Results_hold_a_feasible_plan_its_own_value_and_a_bound_below_it(string name)
    {
        foreach (var zero in new[] { false, true })
        {
            var problem = Problem(zero);
            var (p, q) = (problem.Source.Weights, problem.Target.Weights);

            var result = Solvers[name]().Solve(problem);

            Assert.Equal(string.Equals(name, "multi-start", StringComparison.Ordinal) ? "conditional-gradient" : name, result.Solver);
            Assert.Equal(p.Length * q.Length, result.Plan.Length);
            Assert.All(result.Plan, mass => Assert.True(mass >= 0 && double.IsFinite(mass)));
            Assert.Equal(result.Plan.Sum(), result.Mass, 1e-12);
            CheckMarginals(name, result.Plan, problem);
            var structure = NaiveGromovWasserstein.Objective(problem, result.Plan);
            Check.Close(ValueOf(result, structure, problem), result.Value, 1e-9);
            Assert.InRange(result.LowerBound, 0, result.Value);
            CheckBound(Solvers[name](), result, problem);
            Assert.Equal(result.Value - result.LowerBound, result.Gap);
            Assert.Equal(Math.Sqrt(result.Value), result.Distance);
            Assert.Equal(result.CostTrace.Count - 1, result.Iterations);
            Assert.Equal((CostMetric.SquaredEuclidean, CostMetric.SquaredEuclidean), (result.SourceCosts.Metric, result.TargetCosts.Metric));
            if (zero)
            {
                Assert.All(Enumerable.Range(0, q.Length), j => Assert.Equal(0, result.Plan[(2 * q.Length) + j]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_points_does_not_matter_nor_does_turning_them_where_features_do_not_count(string name)
    {
        var random = new Random(4);
        var problem = Problem(zero: false);
        var turned = string.Equals(name, "feature-selection", StringComparison.Ordinal) ? problem.Target.Features! : Turned(problem.Target.Features!);
        var order = Instances.Permutation(random, turned.Count);
        var target = new FeatureCloud(
            [.. order.SelectMany(i => turned.Features.Slice(i * Dimension, Dimension).ToArray())],
            turned.Count,
            Dimension,
            turned.Metric,
            turned.Normalization,
            [.. order.Select(i => problem.Target.Weights[i])]).Build();
        var solver = Solvers[name]();

        var (first, second) = (solver.Solve(problem), solver.Solve(new GromovWassersteinProblem(problem.Source, target)));

        Check.Close(first.Value, second.Value, 1e-6);
        Assert.Equal(first.LowerBound, second.LowerBound, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_solve_throws_and_solving_twice_gives_the_same_bits(string name)
    {
        var problem = Problem(zero: false);
        var solver = Solvers[name]();

        Assert.Throws<OperationCanceledException>(() => solver.Solve(problem, new CancellationToken(canceled: true)));
        Assert.Throws<ArgumentNullException>(() => solver.Solve(null!));
        var (first, second) = (solver.Solve(problem), solver.Solve(problem));
        Assert.Equal(first.CostTrace, second.CostTrace);
        Assert.Equal(first.Plan, second.Plan);
        Assert.Equal(first.LowerBound, second.LowerBound);
    }

    [Fact]
    public void Descriptions_are_one_line_each_start_with_the_name_and_tell_solvers_apart()
    {
        string[] lines = [.. Solvers.Values.Select(make => make().Description)];

        Assert.Equal(lines, Solvers.Values.Select(make => make().Description), StringComparer.Ordinal);
        Assert.Equal(lines.Length, lines.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Solvers, pair => Assert.Equal(pair.Key, pair.Value().Name, StringComparer.Ordinal));
        Assert.All(Solvers.Keys.Zip(lines), pair => Assert.StartsWith(pair.First + " {", pair.Second, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain('\n', line));
        string[] others =
        [
            .. lines,
            new RobustAlignment().Description,
            new RobustAlignment(new RobustAlignmentOptions { Candidates = [0, 0.1, 0.2] }).Description,
            new RobustAlignment(new RobustAlignmentOptions { ElbowRatio = double.PositiveInfinity }).Description,
            new FeatureSelectionSolver(new FeatureSelectionOptions { Alpha = 0.25 }).Description,
            new GaussianGromovWassersteinSolver(new GaussianGromovWassersteinOptions { Bounds = LowerBounds.None }).Description,
        ];
        Assert.Equal(others.Length, others.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(others, line => line.Contains("\"ElbowRatio\":\"Infinity\"", StringComparison.Ordinal));
    }

    [Fact]
    public void All_pairs_of_clouds_can_be_compared_with_every_solver()
    {
        var random = new Random(9);
        ISpaceSource[] clouds = [.. Enumerable.Range(0, 3).Select(_ => Cloud(random, 8, null))];

        Assert.All(Solvers.Values, make =>
        {
            var result = PairwiseDistances.Solve(clouds, new PairwiseOptions { Solver = make(), Threads = 1 });
            Assert.All(result.LowerBounds.Values.Zip(result.Distances.Values), pair => Assert.InRange(pair.First, 0, pair.Second));
        });
    }

    private static double ValueOf(GromovWassersteinResult result, double structure, GromovWassersteinProblem problem)
    {
        switch (result)
        {
            case RobustAlignmentResult robust:
                Check.Close(structure / (Mass * Mass), result.StructureValue, 1e-9);
                Check.Close(structure, robust.Match.Value, 1e-9);
                return structure / (Mass * Mass);
            case FeatureSelectionResult selection:
                var costs = FeatureCosts(problem, result.Plan);
                var random = FeatureCosts(problem, [.. problem.Source.Weights.SelectMany(p => problem.Target.Weights.Select(q => p * q))]);
                var features = Enumerable.Range(0, Dimension).Sum(k => selection.FeatureWeights[k] * costs[k] / random[k]);
                var penalty = new FeatureSelectionOptions().Spread * selection.FeatureWeights.Sum(w => w * w);
                Assert.Equal(penalty, selection.Penalty, 1e-12);
                return (0.5 * (features + penalty)) + (0.5 * structure);
            case { Solver: "unbalanced" }:
                Check.Close(structure, result.StructureValue, 1e-9);
                return new UnbalancedGromovWassersteinSolver().Evaluate(problem, result.Plan).Total;
            default:
                Check.Close(structure, result.StructureValue, 1e-9);
                return structure;
        }
    }

    private static double[] FeatureCosts(GromovWassersteinProblem problem, double[] plan)
    {
        var (x, y, m) = (problem.Source.Features!.Features.ToArray(), problem.Target.Features!.Features.ToArray(), problem.Target.Count);
        return [.. Enumerable.Range(0, Dimension).Select(k => Enumerable.Range(0, plan.Length).Sum(at =>
            plan[at] * Math.Pow(x[(at / m * Dimension) + k] - y[(at % m * Dimension) + k], 2)))];
    }

    // The value itself bounds the bound by construction; other couplings do not.
    private static void CheckBound(IGromovWassersteinSolver solver, GromovWassersteinResult result, GromovWassersteinProblem problem)
    {
        if (!solver.GivesCouplings)
        {
            return;
        }

        var supported = new SupportedProblem(problem);
        Assert.InRange(result.LowerBound, double.Epsilon, double.MaxValue);
        for (var k = 0; k < 20; k++)
        {
            var plan = supported.Expand(StartingCoupling.RandomVertex(supported, new GwSmm.Numerics.DeterministicRandom((ulong)k)));
            Assert.True(result.LowerBound <= NaiveGromovWasserstein.Objective(problem, plan));
        }
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("low-rank")]
    public void A_start_that_would_be_ignored_is_refused(string name)
    {
        var problem = Problem(zero: false);
        var started = new GromovWassersteinProblem(
            problem.Source, problem.Target, initialPlan: [.. problem.Source.Weights.SelectMany(p => problem.Target.Weights.Select(q => p * q))]);

        Assert.Contains("initial plan", Assert.Throws<GwSmmException>(() => Solvers[name]().Solve(started)).Message, StringComparison.Ordinal);
    }

    private static void CheckMarginals(string name, double[] plan, GromovWassersteinProblem problem)
    {
        switch (name)
        {
            case "partial" or "entropic-partial" or "robust":
                PartialCheck.Feasible(plan, problem.Source, problem.Target, Mass, 1e-12);
                break;
            case "semi-relaxed" or "entropic-semi-relaxed":
                Assert.All(RelaxedGolden.MarginalsOf(plan, problem.Source.Count)[..problem.Source.Count].Zip(problem.Source.Weights), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
                break;
            case "unbalanced":
                // Free at a price.
                break;
            default:
                Check.Feasible(plan, problem.Source.Weights, problem.Target.Weights);
                break;
        }
    }

    private static GromovWassersteinProblem Problem(bool zero)
    {
        var random = new Random(31);
        double[] weights = [.. Instances.Weights(random, 11, uniform: false)];
        if (zero)
        {
            weights[3] += weights[2];
            weights[2] = 0;
        }

        return new GromovWassersteinProblem(Cloud(random, 11, weights).Build(), Cloud(random, 9, Instances.Weights(random, 9, uniform: false)).Build());
    }

    private static FeatureCloud Cloud(Random random, int count, double[]? weights)
    {
        // Stretched, so that principal axes have an order, and skew, so that they have a direction.
        double[] features = [.. Enumerable.Range(0, count * Dimension).Select(k => (1 + (k % Dimension)) * Math.Pow(random.NextDouble(), 3))];
        return new FeatureCloud(features, count, Dimension, CostMetric.SquaredEuclidean, CostNormalization.Max, weights);
    }

    private static FeatureCloud Turned(FeatureCloud cloud)
    {
        double[] turned = new double[cloud.Features.Length];
        for (var i = 0; i < cloud.Count; i++)
        {
            var x = cloud.Features.Slice(i * Dimension, Dimension);
            (turned[i * Dimension], turned[(i * Dimension) + 1], turned[(i * Dimension) + 2]) = ((0.6 * x[0]) - (0.8 * x[1]) + 5, x[2] - 2, (0.8 * x[0]) + (0.6 * x[1]));
        }

        return new FeatureCloud(turned, cloud.Count, Dimension, cloud.Metric, cloud.Normalization);
    }
}
