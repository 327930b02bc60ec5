namespace GwSmm.OptimalTransport.Tests;

public class SemiRelaxedGromovWassersteinSolverTests
{
    private static readonly SemiRelaxedGromovWassersteinSolver Solver = new();

    [Fact]
    public void The_semi_relaxed_problem_takes_the_reference_path()
    {
        var cost = GoldenData.Array("E_Y80");
        var corner = Enumerable.Range(0, 400).Select(k => cost[(k / 20 * 80) + (k % 20)]).ToArray();
        var problem = new GromovWassersteinProblem(GoldenData.Space("E_X60", "p60"), MetricMeasureSpace.FromCost(corner, 20));

        var result = Solver.Solve(problem);

        GoldenPath.Same("srgw_cg_60x20", problem, result, 1e-9, 1e-12);
        Assert.Equal(result.Value, result.StructureValue);
        Assert.Equal(0, result.FeatureValue);
    }

    [Fact]
    public void The_path_is_that_of_the_method_written_from_the_definition()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var problem = Problem(seed);
            var expected = NaiveConditionalGradient.Trace(problem, semiRelaxed: true);

            var result = Solver.Solve(problem);

            Assert.All(expected.Zip(result.CostTrace), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            Check.Close(NaiveConditionalGradient.Objective(problem, result.Plan), result.Value, 1e-9);
            Assert.Equal((problem.Alpha * result.StructureValue) + ((1 - problem.Alpha) * result.FeatureValue), result.Value, 1e-12);
            Check.Feasible(result.Plan, problem.Source.Weights, ColumnSums(result.Plan, problem.Target.Count));
            for (var k = 1; k < result.CostTrace.Count; k++)
            {
                Assert.True(result.CostTrace[k] <= result.CostTrace[k - 1] + (1e-12 * result.CostTrace[0]), "the objective rose");
            }
        }
    }

    [Fact]
    public void No_vertex_is_better_to_first_order_and_the_best_one_is_a_start_that_is_kept_or_improved()
    {
        var solver = new SemiRelaxedGromovWassersteinSolver(new GromovWassersteinOptions { AbsoluteTolerance = 1e-13, RelativeTolerance = 1e-13 });
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var problem = Instances.Fused(random, random.Next(1, 5), random.Next(1, 4));
            var vertices = Vertices(problem).ToArray();
            var best = vertices.MinBy(vertex => NaiveConditionalGradient.Objective(problem, vertex))!;

            var result = solver.Solve(problem);
            var fromBest = solver.Solve(StartingAt(problem, best));

            var value = NaiveConditionalGradient.Objective(problem, result.Plan);
            Assert.All(vertices, vertex =>
            {
                // The objective on the segment is a parabola: three points give its slope at the plan.
                var middle = NaiveConditionalGradient.Objective(problem, NaiveConditionalGradient.Mix(result.Plan, vertex, 0.5));
                Assert.True((4 * middle) - NaiveConditionalGradient.Objective(problem, vertex) - (3 * value) >= -1e-5, "a vertex is better");
            });
            Assert.True(fromBest.Value <= NaiveConditionalGradient.Objective(problem, best) * (1 + 1e-12), "the start was better");
            if (result.Plan.Count(mass => mass > 0) == problem.Source.Count)
            {
                Assert.True(result.Value >= NaiveConditionalGradient.Objective(problem, best) * (1 - 1e-12), "no vertex has this value");
            }
        }
    }

    [Fact]
    public void Targets_that_look_all_alike_need_another_start_than_equal_shares()
    {
        var source = MetricMeasureSpace.FromFeatures([0, 1, 10, 11], 4, 1);
        var problem = new GromovWassersteinProblem(source, MetricMeasureSpace.FromCost([0, 10, 10, 0], 2));

        var stuck = Solver.Solve(problem);
        var split = Solver.Solve(StartingAt(problem, [0.25, 0, 0.2, 0.05, 0.1, 0.15, 0.1, 0.15]));

        Assert.Equal(GromovWassersteinStop.Stationary, stuck.Stop);
        Check.Close(stuck.CostTrace[0], stuck.Value, 1e-12);
        Assert.Equal([0.25, 0, 0.25, 0, 0, 0.25, 0, 0.25], split.Plan);
        Assert.Equal(0.5, split.Value, 12);
    }

    [Fact]
    public void Weights_of_the_target_do_not_count()
    {
        var problem = Problem(3);
        var m = problem.Target.Count;
        double[] oneSided = [.. Enumerable.Range(0, m).Select(j => j == 0 ? 1.0 : 0.0)];
        var other = new GromovWassersteinProblem(
            problem.Source, MetricMeasureSpace.FromCost(problem.Target.Cost, m, oneSided), problem.FeatureCost!, problem.Alpha, problem.Loss);

        Assert.Equal(Solver.Solve(problem).Plan, Solver.Solve(other).Plan);
    }

    [Fact]
    public void A_space_is_at_distance_zero_from_one_that_holds_it()
    {
        // Three corners of a triangle without two equal sides, in a target with a fourth point far away.
        var source = MetricMeasureSpace.FromFeatures([0, 0, 3, 0, 0, 1], 3, 2);
        var target = MetricMeasureSpace.FromFeatures([0, 0, 3, 0, 0, 1, 40, 40], 4, 2);
        double[] match = [1 / 3.0, 0, 0, 0, 0, 1 / 3.0, 0, 0, 0, 0, 1 / 3.0, 0];

        var result = Solver.Solve(StartingAt(new GromovWassersteinProblem(source, target), match));

        Assert.Equal(0, result.Value);
        Assert.Equal(match, result.Plan);
    }

    [Fact]
    public void A_source_without_weight_gets_an_empty_row()
    {
        var source = MetricMeasureSpace.FromFeatures([0, 1, 3], 3, 1, weights: [0.5, 0, 0.5]);
        var target = MetricMeasureSpace.FromFeatures([0, 3, 8], 3, 1);

        var result = Solver.Solve(new GromovWassersteinProblem(source, target));

        Check.Feasible(result.Plan, source.Weights, ColumnSums(result.Plan, 3));
        Check.Close(NaiveGromovWasserstein.Objective(new GromovWassersteinProblem(source, target), result.Plan), Math.Max(result.Value, 1e-300), 1e-12);
    }

    [Fact]
    public void A_cancelled_solve_throws_and_bad_options_are_refused()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => Solver.Solve(Problem(0), source.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SemiRelaxedGromovWassersteinSolver(new GromovWassersteinOptions { MaxIterations = 0 }));
        Assert.StartsWith("semi-relaxed {", Solver.Description, StringComparison.Ordinal);
    }

    private static GromovWassersteinProblem Problem(int seed)
    {
        var random = new Random(seed);
        var pure = seed % 4 == 1;

        // Without features, two targets with symmetric costs tie at the start.
        var fused = Instances.Fused(random, random.Next(1, 9), random.Next(pure ? 3 : 1, 7));
        return pure ? new GromovWassersteinProblem(fused.Source, fused.Target, fused.Loss) : fused;
    }

    private static GromovWassersteinProblem StartingAt(GromovWassersteinProblem problem, double[] plan)
    {
        var target = MetricMeasureSpace.FromCost(problem.Target.Cost, problem.Target.Count, ColumnSums(plan, problem.Target.Count));
        return problem.FeatureCost is null
            ? new GromovWassersteinProblem(problem.Source, target, problem.Loss, plan)
            : new GromovWassersteinProblem(problem.Source, target, problem.FeatureCost, problem.Alpha, problem.Loss, plan);
    }

    private static IEnumerable<double[]> Vertices(GromovWassersteinProblem problem)
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        for (var code = 0; code < Math.Pow(m, n); code++)
        {
            var plan = new double[n * m];
            for (int i = 0, rest = code; i < n; i++, rest /= m)
            {
                plan[(i * m) + (rest % m)] = problem.Source.Weights[i];
            }

            yield return plan;
        }
    }

    private static double[] ColumnSums(double[] plan, int columns) =>
        [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, plan.Length / columns).Sum(i => plan[(i * columns) + j]))];
}
