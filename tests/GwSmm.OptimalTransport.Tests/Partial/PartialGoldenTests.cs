namespace GwSmm.OptimalTransport.Tests;

public class PartialGoldenTests
{
    [Theory]
    [InlineData("pgw_cg_m0.5", 0.5)]
    [InlineData("pgw_cg_m0.8", 0.8)]
    public void Conditional_gradient_takes_the_reference_path(string id, double mass)
    {
        var result = new PartialGromovWassersteinSolver(new PartialGromovWassersteinOptions { Mass = mass }).Solve(RelaxedGolden.Problem());

        Check.Close(RelaxedGolden.Number(id), result.Value, 1e-10);
        var trace = RelaxedGolden.Numbers(id, "loss_per_iteration");
        Assert.Equal(trace.Length, result.CostTrace.Count);
        for (var k = 0; k < trace.Length; k++)
        {
            Check.Close(trace[k], result.CostTrace[k], 1e-10, $"objective after iteration {k}");
        }

        var plan = GoldenData.Plan(id, 60, 80);
        Assert.True(plan.Zip(result.Plan, (a, b) => Math.Abs(a - b)).Max() <= 1e-12);
        Assert.Equal(mass, result.Mass, 14);
        Assert.True(result.Converged);
    }

    [Fact]
    public void The_entropic_plan_has_the_reference_value_and_marginals()
    {
        const string Id = "pgw_ent_m0.5_reg0.05";
        var options = new EntropicPartialGromovWassersteinOptions { Mass = 0.5, Epsilon = 0.05 };

        var result = new EntropicPartialGromovWassersteinSolver(options).Solve(RelaxedGolden.Problem());

        // The reference stops 8e-8 short of the fixed point.
        Check.Close(RelaxedGolden.Number(Id), result.Value, 1e-7);
        Assert.True(RelaxedGolden.Marginals(Id).Zip(RelaxedGolden.MarginalsOf(result.Plan, 60), (a, b) => Math.Abs(a - b)).Max() <= 1e-8);
        Assert.Equal(0.5, result.Mass, 14);
        Assert.True(result.Converged);
    }
}
