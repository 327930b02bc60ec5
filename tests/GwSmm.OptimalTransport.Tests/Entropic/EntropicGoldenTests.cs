namespace GwSmm.OptimalTransport.Tests;

public class EntropicGoldenTests
{
    // Stops, tests and starts as Python Optimal Transport does, and leaves the plan as it comes.
    private static readonly EntropicGromovWassersteinOptions Reference = new()
    {
        Tolerance = 1e-9,
        CheckInterval = 10,
        Accelerate = false,
        InnerCheckInterval = 10,
        InnerTolerance = 1e-9,
        InnerRelativeTolerance = 0,
        WarmStart = false,
        Round = false,
    };

    [Theory]
    [InlineData("gw_ent_pgd_eps0.05_60x80")]
    [InlineData("gw_ent_pgd_sq_eps0.05_60x60")]
    [InlineData("gw_ent_pgd_eps0.005_60x80")]
    [InlineData("gw_ent_pgd_sq_eps0.005_60x60")]
    [InlineData("gw_ent_kl_eps0.05_60x80")]
    [InlineData("gw_ent_directed_eps0.05")]
    [InlineData("fgw_ent_alpha0.5_eps0.05")]
    public void Projected_gradient_takes_the_reference_path(string id)
    {
        var golden = new EntropicGolden(id);
        var problem = golden.Problem();
        var options = Reference with { Epsilon = golden.Parameter("epsilon") };

        var result = new EntropicGromovWassersteinSolver(options).Solve(problem);

        Check.Close(golden.Value, result.CostTrace[^1], golden.Tolerance, "objective with the weights as marginals");
        Assert.InRange(golden.LargestDifference(result.Plan), 0, 1e-12);
        Assert.Equal(GromovWassersteinStop.Stationary, result.Stop);
        Assert.Equal((10 * (golden.Errors.Length - 1)) + 1, result.Iterations);
        if (problem.FeatureCost is null)
        {
            Check.Close(golden.LossOfPlan, result.Value, golden.Tolerance, "value of the plan");
        }
    }

    [Theory]
    [InlineData("gw_ent_pgd_eps0.05_60x80")]
    [InlineData("gw_ent_pgd_sq_eps0.05_60x60")]
    [InlineData("gw_ent_pgd_eps0.005_60x80")]
    [InlineData("gw_ent_pgd_sq_eps0.005_60x60")]
    [InlineData("gw_ent_kl_eps0.05_60x80")]
    [InlineData("gw_ent_directed_eps0.05")]
    [InlineData("fgw_ent_alpha0.5_eps0.05")]
    [InlineData("gw_ent_pgd_warm_eps0.05_60x80")]
    public void The_defaults_reach_the_reference_value_with_a_coupling(string id)
    {
        var golden = new EntropicGolden(id);
        var problem = golden.Problem();

        var options = new EntropicGromovWassersteinOptions { Epsilon = golden.Parameter("epsilon") };
        var result = new EntropicGromovWassersteinSolver(options).Solve(problem);

        Check.Close(golden.Value, result.Value, 3e-8);
        Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights, 1e-15);
        Assert.True(result.Converged);

        // The reference stops a little before its fixed point; steps without extrapolation stop where it does.
        var plain = options with { Accelerate = false, CheckInterval = 10, Tolerance = 1e-9, InnerTolerance = 1e-10 };
        Assert.InRange(golden.LargestDifference(new EntropicGromovWassersteinSolver(plain).Solve(problem).Plan), 0, 1e-9);
        var end = new EntropicGromovWassersteinSolver(plain with { Tolerance = 1e-13, InnerTolerance = 1e-15, InnerRelativeTolerance = 0, MaxIterations = 5000 }).Solve(problem);
        Assert.InRange(result.Plan.Zip(end.Plan, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-9);
    }

    [Fact]
    public void The_reference_with_warm_start_takes_the_cold_path_and_warm_potentials_end_there()
    {
        // The reference raises its warm scalings to the power epsilon, which leaves nearly the cold start, and its inner tolerance
        // of 1e-9 moves the value by 3e-9 of it.
        var golden = new EntropicGolden("gw_ent_pgd_warm_eps0.05_60x80");

        var cold = new EntropicGromovWassersteinSolver(Reference).Solve(golden.Problem());
        var warm = new EntropicGromovWassersteinSolver(Reference with { WarmStart = true, InnerTolerance = 1e-11 }).Solve(golden.Problem());

        Check.Close(golden.Value, cold.CostTrace[^1], golden.Tolerance);
        Assert.InRange(golden.LargestDifference(cold.Plan), 0, 1e-11);
        Check.Close(golden.Value, warm.Value, 1e-8);
        Assert.InRange(golden.LargestDifference(warm.Plan), 0, 1e-10);
    }

    [Fact]
    public void Proximal_steps_follow_the_reference()
    {
        var golden = new EntropicGolden("gw_ppa_eps0.1_60x80_20steps");
        var options = Reference with
        {
            Method = EntropicMethod.Proximal,
            Epsilon = 0.1,
            MaxIterations = 20,
            Tolerance = 0,
            InnerMaxIterations = 5000,
            InnerTolerance = 1e-12,
        };

        var result = new EntropicGromovWassersteinSolver(options).Solve(golden.Problem());

        Check.Close(golden.Value, result.Value, golden.Tolerance);
        Assert.InRange(golden.LargestDifference(result.Plan), 0, 1e-9);
        Assert.Equal(20, result.Iterations);
        Assert.False(result.Converged);
    }

    [Theory]
    [InlineData("gw_batch_prox_euclid")]
    [InlineData("gw_batch_prox_sqeuclid")]
    public void Proximal_steps_with_few_inner_iterations_follow_the_batch_solver(string id)
    {
        // The batch solver scales the rows first: the same as swapping the spaces.
        var golden = new EntropicGolden(id);
        var problem = golden.Problem();
        var (n, m) = (problem.Source.Count, problem.Target.Count);
        var options = Reference with
        {
            Method = EntropicMethod.Proximal,
            Epsilon = golden.Parameter("reg"),
            MaxIterations = 50,
            Tolerance = 0,
            InnerMaxIterations = 100,
            InnerTolerance = 0,
        };

        var result = new EntropicGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(problem.Target, problem.Source));

        Check.Close(golden.Value, result.Value, golden.Tolerance);
        var plan = Enumerable.Range(0, n * m).Select(k => result.Plan[(k % m * n) + (k / m)]).ToArray();
        Assert.InRange(golden.LargestDifference(plan), 0, 1e-9);
    }

    [Fact]
    public void Alternated_projections_follow_the_reference()
    {
        var golden = new EntropicGolden("gw_bapg_eps0.5_200steps");
        var options = Reference with { Method = EntropicMethod.AlternatedProjection, Epsilon = 0.5, MaxIterations = 200, Tolerance = 0 };

        var result = new EntropicGromovWassersteinSolver(options).Solve(golden.Problem());

        Check.Close(golden.Value, result.CostTrace[^1], golden.Tolerance, "objective with the weights as marginals");
        Check.Close(golden.LossOfPlan, result.Value, golden.Tolerance, "value of the plan");
        Assert.InRange(golden.LargestDifference(result.Plan), 0, 1e-10);
    }

    [Fact]
    public void Semi_relaxed_mirror_descent_follows_the_reference()
    {
        var golden = new EntropicGolden("srgw_ent_60x20_eps0.05");
        var whole = GoldenData.Array("E_Y80");
        var target = MetricMeasureSpace.FromCost([.. Enumerable.Range(0, 400).Select(k => whole[(k / 20 * 80) + (k % 20)])], 20);
        var source = GoldenData.Space("E_X60", "p60");
        var options = new EntropicSemiRelaxedOptions { Epsilon = 0.05, Tolerance = 1e-10 };

        var result = new EntropicSemiRelaxedSolver(options).Solve(new GromovWassersteinProblem(source, target));

        Check.Close(golden.Value, result.CostTrace[^1], golden.Tolerance);
        Check.Close(golden.LossOfPlan, result.Value, golden.Tolerance);
        Assert.InRange(golden.LargestDifference(result.Plan), 0, 1e-9);
        Assert.Equal(2051, result.Iterations);
    }
}
