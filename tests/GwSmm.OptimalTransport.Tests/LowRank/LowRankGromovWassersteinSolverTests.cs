using GwSmm.Numerics;

namespace GwSmm.OptimalTransport.Tests;

public class LowRankGromovWassersteinSolverTests
{
    [Fact]
    public void Rank_five_comes_within_two_percent_of_the_reference()
    {
        var problem = new GromovWassersteinProblem(Golden("X60", "p60"), Golden("Y80", "q80"));

        // The defaults get below the reference, but take longer.
        var options = new LowRankGromovWassersteinOptions { Rank = 5, Starts = 1, MaxInnerIterations = 100 };
        var result = new LowRankGromovWassersteinSolver(options).Solve(problem);

        Assert.InRange(result.Value, 0, 1.02 * RelaxedGolden.Number("gw_lowrank_r5", "gw_sqeuclid_loss_of_plan"));
        Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights, 1e-14);
        Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.Value, 1e-10);
        Assert.InRange(SixthSingularValueSquared(result.Plan), 0, 1e-16);
    }

    [Fact]
    public void Plans_are_feasible_and_valued_right_and_the_objective_never_rises() => Pairs.ForAll(15, (source, target, random) =>
    {
        var problem = new GromovWassersteinProblem(source, target);
        var options = new LowRankGromovWassersteinOptions { Rank = random.Next(1, Math.Min(source.Count, target.Count) + 1), Starts = 2, MaxIterations = 20, MaxInnerIterations = 200 };

        var result = new LowRankGromovWassersteinSolver(options).Solve(problem);

        Check.Feasible(result.Plan, source.Weights, target.Weights, 1e-13);
        Assert.InRange(result.Value - NaiveGromovWasserstein.Objective(problem, result.Plan), -1e-11, 1e-11);
        Assert.Equal(result.CostTrace.OrderDescending(), result.CostTrace);
    });

    [Fact]
    public void Rank_one_is_the_product_coupling()
    {
        var problem = RelaxedGolden.Problem();

        var result = Solver(1).Solve(problem);

        Check.Close(new GromovWassersteinSolver().Solve(problem).CostTrace[0], result.Value, 1e-10);
    }

    [Fact]
    public void Costs_made_from_features_give_what_the_same_costs_given_as_a_matrix_give()
    {
        var random = new Random(6);
        var (source, target) = (Instances.Space(random, 20, 3, CostMetric.SquaredEuclidean, uniform: true), Instances.Space(random, 25, 4, CostMetric.SquaredEuclidean, uniform: false));
        var options = new LowRankGromovWassersteinOptions { Rank = 4, MaxIterations = 20 };

        var thin = new LowRankGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(source, target));
        var dense = new LowRankGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(
            MetricMeasureSpace.FromCost(source.Cost, 20, source.Weights), MetricMeasureSpace.FromCost(target.Cost, 25, target.Weights)));

        Check.Close(dense.Value, thin.Value, 1e-8);
    }

    [Fact]
    public void Products_from_features_are_products_with_the_costs()
    {
        var random = new Random(7);
        var space = Instances.Space(random, 15, 4, CostMetric.SquaredEuclidean, uniform: true);
        var thin = Instances.Costs(random, 15, 3, tied: false);
        var (fast, slow) = (new double[45], new double[45]);

        var product = new LowRankCostProduct(space, null, 2);
        product.Multiply(thin, 3, fast);
        var dense = new LowRankCostProduct(MetricMeasureSpace.FromCost(space.Cost, 15), null, 2);
        dense.Multiply(thin, 3, slow);

        Assert.Equal(2 * space.Cost.Max(), product.Scale);
        Assert.Equal(dense.Scale, product.Scale);
        for (var i = 0; i < 15; i++)
        {
            for (var k = 0; k < 3; k++)
            {
                var expected = Enumerable.Range(0, 15).Sum(j => 2 * space.Cost[(i * 15) + j] * thin[(j * 3) + k]) / product.Scale;
                Assert.Equal(expected, fast[(i * 3) + k], 12);
                Assert.Equal(expected, slow[(i * 3) + k], 12);
            }
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_objective()
    {
        var random = new Random(9);
        var source = Instances.Space(random, 6, 2, CostMetric.Euclidean, uniform: true);
        var target = Instances.Space(random, 7, 2, CostMetric.Euclidean, uniform: true);
        var (first, second) = (new LowRankCostProduct(source, null, 1), new LowRankCostProduct(target, null, 2));
        var coupling = new LowRankCoupling(6, 7, 3);
        Fill(random, coupling.Q);
        Fill(random, coupling.R);
        Fill(random, coupling.G);
        var (q, r, g) = (new double[18], new double[21], new double[3]);
        coupling.Update(first, second);
        coupling.Gradient(q, r, g);

        foreach (var (variables, gradient) in new[] { (coupling.Q, q), (coupling.R, r), (coupling.G, g) })
        {
            var found = variables.Select((_, k) => Slope(coupling, variables, k, first, second)).ToArray();
            for (var i = 0; i < found.Length; i += 3)
            {
                var mean = found[i..(i + 3)].Average();
                Assert.All(Enumerable.Range(i, 3), k => Assert.Equal(found[k] - mean, gradient[k], 6));
            }
        }
    }

    [Fact]
    public void The_seed_alone_decides_and_a_solver_can_be_shared()
    {
        var problem = new GromovWassersteinProblem(GoldenData.Space("E_X60", "uniform"), GoldenData.Space("E_Y60", "uniform"));
        var options = new LowRankGromovWassersteinOptions { Rank = 4, Starts = 2, MaxIterations = 15, Seed = 5 };
        var shared = new LowRankGromovWassersteinSolver(options);
        var results = new GromovWassersteinResult[4];

        Parallel.For(0, 4, k => results[k] = shared.Solve(problem));

        Assert.All(results, result => Assert.Equal(results[0].Plan, result.Plan));
    }

    [Fact]
    public void Another_loss_a_single_point_and_duplicates_are_no_trouble()
    {
        var random = new Random(2);
        var first = MetricMeasureSpace.FromCost([.. Instances.Space(random, 8, 2, CostMetric.Euclidean, uniform: true).Cost.Select(c => c + 0.1)], 8);
        var second = MetricMeasureSpace.FromCost([.. Instances.Space(random, 9, 2, CostMetric.Euclidean, uniform: true).Cost.Select(c => c + 0.1)], 9);
        var problem = new GromovWassersteinProblem(first, second, QuadraticLoss.KullbackLeibler);
        var kl = Solver(3).Solve(problem);
        Check.Close(NaiveGromovWasserstein.Objective(problem, kl.Plan), kl.Value, 1e-9);

        var one = MetricMeasureSpace.FromCost([0], 1);
        Assert.Equal(0, Solver(1).Solve(new GromovWassersteinProblem(one, one)).Value);
        var same = MetricMeasureSpace.FromFeatures([2, 2, 2, 2, 5], 5, 1, CostMetric.SquaredEuclidean, [0.25, 0.25, 0.25, 0.25, 0]);
        var result = Solver(3).Solve(new GromovWassersteinProblem(same, same));
        Assert.InRange(result.Value, 0, 1e-15);
        Check.Feasible(result.Plan, same.Weights, same.Weights, 1e-14);
    }

    [Fact]
    public void Bad_input_is_refused_and_a_cancelled_solve_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(-3));
        foreach (var bad in new[] { 0, -1, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { Step = bad }));
            Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { SmallestComponent = bad }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankGromovWassersteinSolver(new LowRankGromovWassersteinOptions { SmallestComponent = 0.2 }));
        var space = MetricMeasureSpace.FromCost([0, 1, 1, 0], 2);
        Assert.Contains("at most that", Message(3, new GromovWassersteinProblem(space, space)), StringComparison.Ordinal);
        Assert.Contains("feature cost", Message(2, new GromovWassersteinProblem(space, space, [0, 1, 1, 0], 0.5)), StringComparison.Ordinal);
        var skew = MetricMeasureSpace.FromCost([0, 1, 2, 0], 2);
        Assert.Contains("target costs are not symmetric", Message(2, new GromovWassersteinProblem(space, skew)), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => Solver(2).Solve(new GromovWassersteinProblem(space, space), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void LowRankGromovWassersteinOptions_Defaults()
    {
        var options = new LowRankGromovWassersteinOptions();

        Assert.Equal((10, 0UL, 4), (options.Rank, options.Seed, options.Starts));
        Assert.Equal((10, 1e-10), (options.Step, options.SmallestComponent));
        Assert.Equal((1000, 1e-6), (options.MaxIterations, options.RelativeTolerance));
        Assert.Equal((1000, 1e-7), (options.MaxInnerIterations, options.InnerTolerance));
        Assert.Equal(LowerBounds.First, options.Bounds);
    }

    private static LowRankGromovWassersteinSolver Solver(int rank) => new(new LowRankGromovWassersteinOptions { Rank = rank });

    private static string Message(int rank, GromovWassersteinProblem problem) => Assert.Throws<GwSmmException>(() => Solver(rank).Solve(problem)).Message;

    private static MetricMeasureSpace Golden(string features, string weights)
    {
        var matrix = MatrixCsv.Read(GoldenData.PathOf($"gw/data/{features}.csv"));
        return MetricMeasureSpace.FromFeatures(matrix.Values, matrix.Rows, matrix.Columns, CostMetric.SquaredEuclidean, GoldenData.Array(weights));
    }

    private static double SixthSingularValueSquared(double[] plan)
    {
        var square = new double[60 * 60];
        Gemm.Multiply(false, true, 60, 60, 80, 1, plan, 80, plan, 80, 0, square, 60);
        return Math.Abs(SymmetricEigen.Decompose(square, 60).Values[^6]);
    }

    private static void Fill(Random random, double[] values)
    {
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = 0.2 + random.NextDouble();
        }
    }

    private static double Slope(LowRankCoupling coupling, double[] variables, int index, LowRankCostProduct first, LowRankCostProduct second)
    {
        const double Step = 1e-5;
        var old = variables[index];
        variables[index] = old + Step;
        coupling.Update(first, second);
        var above = coupling.Value;
        variables[index] = old - Step;
        coupling.Update(first, second);
        var below = coupling.Value;
        variables[index] = old;
        return (above - below) / (2 * Step);
    }
}
