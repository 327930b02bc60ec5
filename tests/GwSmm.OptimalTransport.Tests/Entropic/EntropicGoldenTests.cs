namespace GwSmm.OptimalTransport.Tests;

public class EntropicGoldenTests
{
    // Stops, tests and starts as Python Optimal Transport does, and leaves the plan as it comes.
    private static readonly EntropicGromovWassersteinOptions Reference = new()
    {
        CheckInterval = 10,
        InnerCheckInterval = 10,
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
}
