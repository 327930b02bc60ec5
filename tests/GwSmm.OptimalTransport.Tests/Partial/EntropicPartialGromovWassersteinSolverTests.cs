namespace GwSmm.OptimalTransport.Tests;

public class EntropicPartialGromovWassersteinSolverTests
{
    [Fact]
    public void Plans_are_feasible_and_valued_right() => Pairs.ForAll(25, (source, target, random) =>
    {
        var mass = random.Next(4) == 0 ? 1 : 0.1 + (0.9 * random.NextDouble());
        var problem = new GromovWassersteinProblem(source, target);

        var result = Solver(mass, 0.5).Solve(problem);

        PartialCheck.Feasible(result.Plan, source, target, mass);
        Assert.Equal(mass, result.Mass, 13);
        Assert.InRange(result.Value - NaiveGromovWasserstein.Objective(problem, result.Plan), -1e-11 * result.CostTrace[0], 1e-11 * result.CostTrace[0]);
    });

    [Fact]
    public void The_order_of_points_does_not_matter() => Pairs.ForAll(10, (source, target, random) =>
    {
        var reordered = Instances.Reorder(target, Instances.Permutation(random, target.Count));

        var value = Solver(0.6, 2).Solve(new GromovWassersteinProblem(source, reordered)).Value;

        Check.Close(Solver(0.6, 2).Solve(new GromovWassersteinProblem(source, target)).Value + 1, value + 1, 1e-8);
    });

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-12)]
    [InlineData(1e12)]
    public void No_epsilon_gives_NaN(double epsilon)
    {
        var problem = new GromovWassersteinProblem(GoldenData.Space("wgraph15", "p15"), GoldenData.Space("wgraph18", "q18"));
        var options = new EntropicPartialGromovWassersteinOptions { Mass = 0.5, Epsilon = epsilon, MaxIterations = 5, MaxInnerIterations = 200 };

        var result = new EntropicPartialGromovWassersteinSolver(options).Solve(problem);

        Assert.True(double.IsFinite(result.Value) && result.Value >= 0);
        PartialCheck.Feasible(result.Plan, problem.Source, problem.Target, 0.5);
    }

    [Fact]
    public void Bad_options_are_refused_and_a_cancelled_solve_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(0.5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(0.5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Solver(0.5, double.PositiveInfinity));
        Assert.Throws<OperationCanceledException>(() => Solver(0.5, 1).Solve(RelaxedGolden.Problem(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void EntropicPartialGromovWassersteinOptions_Defaults()
    {
        var options = new EntropicPartialGromovWassersteinOptions();

        Assert.Equal(LowerBounds.None, options.Bounds);
        Assert.Equal(1, options.Mass);
        Assert.Equal(0.05, options.Epsilon);
        Assert.Equal(1000, options.MaxIterations);
        Assert.Equal(1e-9, options.Tolerance);
        Assert.Equal(1000, options.MaxInnerIterations);
        Assert.Equal(1e-11, options.InnerTolerance);
    }

    private static EntropicPartialGromovWassersteinSolver Solver(double mass, double epsilon) =>
        new(new EntropicPartialGromovWassersteinOptions { Mass = mass, Epsilon = epsilon, MaxIterations = 20, MaxInnerIterations = 100 });
}
