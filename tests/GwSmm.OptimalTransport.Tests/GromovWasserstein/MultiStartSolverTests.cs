namespace GwSmm.OptimalTransport.Tests;

public class MultiStartSolverTests
{
    private static readonly GromovWassersteinSolver Inner = new();
    private static readonly Lazy<MetricMeasureSpace[]> Models = new(() => [.. Enumerable.Range(0, 6).Select(k => GoldenData.Space($"model{k}_cost", "uniform"))]);

    [Theory]
    [InlineData("pairwise_gw_identity_init", InitialCoupling.Identity)]
    [InlineData("pairwise_gw_tlbc_init", InitialCoupling.ThirdLowerBound)]
    [InlineData("pairwise_gw_best", InitialCoupling.Product, InitialCoupling.Identity, InitialCoupling.ThirdLowerBound)]
    public void Reference_values_of_all_pairs_are_met(string id, params InitialCoupling[] starts)
    {
        var golden = MatrixCsv.Read(GoldenData.PathOf($"gw/data/{id}.csv")).Values;

        var distances = Distances(starts);

        Assert.All(Enumerable.Range(0, 36).Where(k => k % 7 != 0), k => Check.Close(golden[k], distances.Values[k], 1e-8));
    }

    [Theory]
    [InlineData("pairwise_order_default", InitialCoupling.Product)]
    [InlineData("pairwise_order_identity", InitialCoupling.Identity)]
    [InlineData("pairwise_order_best", InitialCoupling.Product, InitialCoupling.Identity, InitialCoupling.ThirdLowerBound)]
    public void Pairs_come_in_the_reference_order(string id, params InitialCoupling[] starts)
    {
        var options = new NearestGroupsOptions { Goal = NearestGoal.Pairs, Solver = Solver(starts), Threads = 1 };

        var found = NearestGroups.Find(Models.Value, options);

        var golden = GoldenData.Case(id).GetProperty("order").EnumerateArray().Select(pair => pair.EnumerateArray().Select(v => v.GetInt32()).ToArray());
        Assert.Equal(golden, found.Groups.Select(group => group.Members));
    }

    [Fact]
    public void The_best_start_wins_and_is_recorded()
    {
        var problem = new GromovWassersteinProblem(Models.Value[2], Models.Value[5]);

        var best = Solver(InitialCoupling.Product, InitialCoupling.Identity).Solve(problem);
        var single = Solver(InitialCoupling.Product).Solve(problem);
        var tied = Solver(InitialCoupling.Identity, InitialCoupling.Given).Solve(problem.StartingFrom(StartingCoupling.Identity(problem), InitialCoupling.Given));

        Assert.Equal(InitialCoupling.Identity, best.Start);
        Assert.Equal(InitialCoupling.Identity, tied.Start);
        Assert.Equal(best.Value, tied.Value);
        Assert.True(best.Value < 0.2 * single.Value);
        Assert.Equal(Inner.Solve(problem).Value, single.Value);
        Assert.Equal("conditional-gradient", best.Solver);
        Check.Feasible(best.Plan, problem.Source.Weights, problem.Target.Weights);
    }

    [Fact]
    public void The_start_of_the_third_bound_raises_the_bound_of_the_result()
    {
        var problem = new GromovWassersteinProblem(Models.Value[0], Models.Value[1]);

        var result = Solver(InitialCoupling.Product, InitialCoupling.ThirdLowerBound).Solve(problem);

        Assert.Equal(GromovWassersteinBounds.CentredThird(Models.Value[0], Models.Value[1]).Value, result.LowerBound);
        Assert.True(Solver(InitialCoupling.Product).Solve(problem).LowerBound < result.LowerBound);
    }

    [Fact]
    public void A_solver_of_other_plans_keeps_its_own_bound_whatever_the_start()
    {
        var problem = new GromovWassersteinProblem(Models.Value[0], Models.Value[1]);
        var starts = new MultiStartOptions { Starts = [InitialCoupling.ThirdLowerBound, InitialCoupling.Product] };

        foreach (var inner in new IGromovWassersteinSolver[] { new SemiRelaxedGromovWassersteinSolver(), new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = 0.7 }) })
        {
            Assert.Equal(inner.Solve(problem).LowerBound, new MultiStartSolver(inner, starts).Solve(problem).LowerBound);
        }
    }

    [Fact]
    public void Random_starts_are_the_same_each_time_and_more_of_them_are_no_worse()
    {
        var random = new Random(2);
        var problem = new GromovWassersteinProblem(
            Instances.Space(random, 12, 3, CostMetric.SquaredEuclidean, uniform: false),
            MetricMeasureSpace.FromFeatures(Instances.Features(random, 9, 3), 9, 3, CostMetric.SquaredEuclidean, [0, .. Instances.Weights(random, 8, uniform: false)]));
        MultiStartSolver Create(int starts, ulong seed) => new(Inner, new MultiStartOptions { Starts = [], RandomStarts = starts, Seed = seed });

        var few = Create(3, 1).Solve(problem);
        var many = Create(12, 1).Solve(problem);

        Assert.Equal(few.Plan, Create(3, 1).Solve(problem).Plan);
        Assert.Equal(few.CostTrace, Create(3, 1).Solve(problem).CostTrace);
        Assert.NotEqual(Create(1, 1).Solve(problem).CostTrace[0], Create(1, 2).Solve(problem).CostTrace[0]);
        Assert.True(many.Value <= few.Value);
        Assert.Equal(InitialCoupling.Random, many.Start);
        Check.Feasible(many.Plan, problem.Source.Weights, problem.Target.Weights);
    }

    [Fact]
    public void Random_vertices_are_vertices_of_the_couplings()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var (n, m) = (random.Next(1, 9), seed % 2 == 0 ? 5 : random.Next(1, 9));
            var problem = new SupportedProblem(new GromovWassersteinProblem(
                Instances.Space(random, n, 2, CostMetric.Euclidean, seed % 3 == 0), Instances.Space(random, m, 2, CostMetric.Euclidean, seed % 3 == 0)));

            var plan = StartingCoupling.RandomVertex(problem, new Numerics.DeterministicRandom((ulong)seed));

            Check.Feasible(plan, problem.Source.Weights, problem.Target.Weights);
            Assert.True(plan.Count(mass => mass > 0) <= n + m - 1);
        }
    }

    [Fact]
    public void Fused_problems_and_asymmetric_costs_have_a_third_bound_start_too()
    {
        var random = new Random(6);
        var (a, b) = (GoldenData.Space("digraph12", "p12"), GoldenData.Space("digraph14", "q14"));
        var feature = Instances.Costs(random, 12, 14, tied: false);
        var start = new RecordingSolver();

        _ = new MultiStartSolver(start, new MultiStartOptions { Starts = [InitialCoupling.ThirdLowerBound] })
            .Solve(new GromovWassersteinProblem(a, b, feature, 0));
        var directed = Solver(InitialCoupling.ThirdLowerBound).Solve(new GromovWassersteinProblem(a, b));

        var linear = LinearTransport.Solve(a.Weights, b.Weights, feature);
        Assert.Equal(linear.Cost, start.Problem!.InitialPlan!.Zip(feature, (t, m) => t * m).Sum(), 12);
        Assert.Equal(InitialCoupling.ThirdLowerBound, directed.Start);
        Check.Feasible(directed.Plan, a.Weights, b.Weights);
    }

    [Fact]
    public void Starts_that_a_problem_has_not_are_refused()
    {
        var random = new Random(1);
        var three = Instances.Space(random, 3, 2, CostMetric.Euclidean, uniform: true);
        var four = Instances.Space(random, 4, 2, CostMetric.Euclidean, uniform: true);
        var weighted = Instances.Space(random, 3, 2, CostMetric.Euclidean, uniform: false);
        string Message(InitialCoupling start, MetricMeasureSpace target) =>
            Assert.Throws<GwSmmException>(() => Solver(start).Solve(new GromovWassersteinProblem(three, target))).Message;

        Assert.Contains("the source has 3 points and the target 4", Message(InitialCoupling.Identity, four), StringComparison.Ordinal);
        Assert.Contains("point 1 weighs 0.333", Message(InitialCoupling.Identity, weighted), StringComparison.Ordinal);
        Assert.Contains("has none", Message(InitialCoupling.Given, four), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MultiStartSolver(Inner, new MultiStartOptions { Starts = [] }));
        Assert.Throws<ArgumentException>(() => Solver(InitialCoupling.Random));
        Assert.Throws<ArgumentException>(() => Solver((InitialCoupling)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiStartSolver(Inner, new MultiStartOptions { RandomStarts = -1 }));
        Assert.Throws<ArgumentNullException>(() => new MultiStartSolver(null!));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            Solver(InitialCoupling.Product).Solve(new GromovWassersteinProblem(Models.Value[0], Models.Value[1]), stopped.Token));
    }

    [Fact]
    public void The_description_tells_all_options()
    {
        var solver = new MultiStartSolver(Inner, new MultiStartOptions { Starts = [InitialCoupling.Identity], RandomStarts = 2, Seed = 5 });

        Assert.Equal("multi-start", solver.Name);
        Assert.Equal("multi-start {\"Starts\":[\"Identity\"],\"RandomStarts\":2,\"Seed\":5} of " + Inner.Description, solver.Description);
    }

    [Fact]
    public void MultiStartOptions_Defaults()
    {
        var options = new MultiStartOptions();

        Assert.Equal([InitialCoupling.Product], options.Starts);
        Assert.Equal(0, options.RandomStarts);
        Assert.Equal(0UL, options.Seed);
    }

    private static MultiStartSolver Solver(params InitialCoupling[] starts) => new(Inner, new MultiStartOptions { Starts = starts });

    private static DistanceMatrix Distances(InitialCoupling[] starts) =>
        PairwiseDistances.Compute(Models.Value, new PairwiseOptions { Solver = Solver(starts), Threads = 2 });

    [Fact]
    public void The_bound_of_a_start_is_not_that_of_plans_that_leave_mass_out()
    {
        var random = new Random(3);
        var problem = new GromovWassersteinProblem(
            MetricMeasureSpace.FromFeatures(Instances.Features(random, 8, 2), 8, 2), MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 8, 2).Select(x => 3 * x)], 8, 2));
        var partial = new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = 0.5 });
        var options = new MultiStartOptions { Starts = [InitialCoupling.ThirdLowerBound, InitialCoupling.Product] };

        foreach (IGromovWassersteinSolver solver in new[] { new MultiStartSolver(partial, options), new MultiStartSolver(new MultiStartSolver(partial, options), options) })
        {
            Assert.False(solver.GivesCouplings);
            Assert.Equal(0, solver.Solve(problem).LowerBound);
        }

        var coupling = new MultiStartSolver(new MultiStartSolver(Inner, options), options);
        Assert.True(coupling.GivesCouplings);
        Assert.InRange(coupling.Solve(problem).LowerBound, double.Epsilon, coupling.Solve(problem).Value);
    }

    private sealed class RecordingSolver : IGromovWassersteinSolver
    {
        public GromovWassersteinProblem? Problem { get; private set; }

        public string Name => "recording";

        public string Description => Name;

        public GromovWassersteinResult Solve(GromovWassersteinProblem problem, CancellationToken cancellationToken = default)
        {
            Problem = problem;
            return Inner.Solve(problem, cancellationToken);
        }
    }
}
