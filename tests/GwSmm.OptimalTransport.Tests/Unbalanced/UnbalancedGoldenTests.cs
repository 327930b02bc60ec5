namespace GwSmm.OptimalTransport.Tests;

public class UnbalancedGoldenTests
{
    [Fact]
    public void The_plan_has_the_reference_objective_and_marginals()
    {
        const string Id = "ugw_kl_rho1_eps0.05";
        var solver = new UnbalancedGromovWassersteinSolver(new UnbalancedGromovWassersteinOptions { SourcePenalty = 1, TargetPenalty = 1, Epsilon = 0.05 });
        var problem = RelaxedGolden.Problem();

        var result = solver.Solve(problem);

        Check.Close(RelaxedGolden.Number(Id), result.Value, 1e-9);
        Check.Close(RelaxedGolden.Number(Id, "total_mass"), result.Mass, 1e-7, "mass");
        var parts = solver.Evaluate(problem, result.Plan);
        Check.Close(RelaxedGolden.Number(Id, "linear_cost_"), parts.Transport, 1e-7, "transport");
        Check.Close(result.StructureValue, parts.Transport, 1e-12);
        Check.Close(result.Value, parts.Total, 1e-12);
        Assert.True(RelaxedGolden.Marginals(Id).Zip(RelaxedGolden.MarginalsOf(result.Plan, 60), (a, b) => Math.Abs(a - b)).Max() <= 1e-8);
        Assert.True(result.Converged);
    }
}
