using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class FusedPropertyTests
{
    private static readonly GromovWassersteinSolver Solver = new();
    private static readonly GromovWassersteinSolver Armijo = new(new GromovWassersteinOptions { LineSearch = LineSearch.Armijo });

    [Fact]
    public void Plans_are_feasible_values_are_those_of_the_definition_and_the_objective_never_rises() => ForAll(60, (problem, _) =>
    {
        foreach (var result in new[] { Solver.Solve(problem), Armijo.Solve(problem) })
        {
            Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights);
            Assert.InRange(result.Value, 0, result.CostTrace[0] * (1 + 1e-12));
            Check.Close(NaiveConditionalGradient.Objective(problem, result.Plan), result.Value, 1e-9);
            Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.StructureValue, 1e-9);
            Assert.Equal((problem.Alpha * result.StructureValue) + ((1 - problem.Alpha) * result.FeatureValue), result.Value, 1e-12);
            for (var k = 1; k < result.CostTrace.Count; k++)
            {
                Assert.True(result.CostTrace[k] <= result.CostTrace[k - 1] + (1e-12 * result.CostTrace[0]), "the objective rose");
            }
        }
    });

    [Fact]
    public void The_path_is_that_of_the_method_written_from_the_definition() => ForAll(12, (problem, _) =>
    {
        var expected = NaiveConditionalGradient.Trace(problem, semiRelaxed: false);

        var found = Solver.Solve(problem).CostTrace;

        // The two may stop a step apart, where a step changes nothing.
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(expected[^1], found[^1], 1e-9);
    });

    [Fact]
    public void The_order_of_points_does_not_matter() => ForAll(40, (problem, random) =>
    {
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var (rows, columns) = (Instances.Permutation(random, n), Instances.Permutation(random, m));
        var features = rows.SelectMany(i => columns.Select(j => problem.FeatureCost![(i * m) + j])).ToArray();
        var reordered = new GromovWassersteinProblem(
            Instances.Reorder(problem.Source, rows), Instances.Reorder(problem.Target, columns), features, problem.Alpha, problem.Loss);

        Check.Close(Solver.Solve(problem).Value, Solver.Solve(reordered).Value, 1e-10);
    });

    [Fact]
    public void Without_structure_the_value_is_the_linear_optimum() => ForAll(40, (problem, _) =>
    {
        var linear = new GromovWassersteinProblem(problem.Source, problem.Target, problem.FeatureCost!, 0, problem.Loss);

        var result = Solver.Solve(linear);

        Check.Close(LinearTransport.Solve(problem.Source.Weights, problem.Target.Weights, problem.FeatureCost).Cost, result.Value, 1e-12);
        Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.StructureValue, 1e-9);
    });

    private static void ForAll(int count, Action<GromovWassersteinProblem, Random> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            check(Instances.Fused(random, random.Next(1, 9), random.Next(1, 9)), random);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(new Replay(new Rnd(23, 5), null)));
}
