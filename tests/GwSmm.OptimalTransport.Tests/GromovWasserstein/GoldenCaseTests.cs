using System.Text.Json;

namespace GwSmm.OptimalTransport.Tests;

public class GoldenCaseTests
{
    private static readonly GromovWassersteinSolver Solver = new();

    [Theory]
    [InlineData("gw_cg_euclid_60x60", 1e-9)]
    [InlineData("gw_cg_sqeuclid_60x60", 1e-9)]
    [InlineData("gw_cg_euclid_60x80", 1e-6)]
    [InlineData("gw_cg_euclid_60x80_weights", 1e-9)]
    [InlineData("gw_cg_sqeuclid_60x80_weights", 1e-9)]
    [InlineData("gw_cg_euclid_60x60_weights", 1e-9)]
    [InlineData("gw_cg_identity_init_60x60", 1e-9)]
    [InlineData("gw_cg_kl_60x80_weights", 1e-9)]
    [InlineData("gw_cg_wgraph", 1e-7)]
    [InlineData("gw_cg_directed", 1e-7)]
    public void Conditional_gradient_takes_the_reference_path(string id, double tolerance)
    {
        var problem = Problem(id);

        var result = Solver.Solve(problem);

        GoldenPath.Same(id, problem, result, tolerance, tolerance > 1e-9 ? 1e-6 : 1e-12);
        Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights);
    }

    [Fact]
    public void The_Armijo_rule_takes_the_reference_path()
    {
        var problem = Problem("gw_cg_armijo_60x60");

        var result = new GromovWassersteinSolver(new GromovWassersteinOptions { LineSearch = LineSearch.Armijo }).Solve(problem);

        GoldenPath.Same("gw_cg_armijo_60x60", problem, result, 1e-9, 1e-12);
        Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights);
    }

    [Theory]
    [InlineData("gw_cg_path10_sp_cycle10_sp")]
    [InlineData("gw_cg_path10_sp_star10_sp")]
    [InlineData("gw_cg_sbm20a_adj_sbm24b_adj")]
    public void Tied_integer_costs_give_a_feasible_plan_no_worse_than_the_start(string id)
    {
        var problem = Problem(id);

        var result = Solver.Solve(problem);

        Check.Feasible(result.Plan, problem.Source.Weights, problem.Target.Weights);
        var start = GoldenData.Case(id).GetProperty("loss_per_iteration")[0].GetDouble();
        Check.Close(start, result.CostTrace[0], 1e-12);
        Assert.InRange(result.Value, 0, start);
        Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.Value, 1e-10);
    }

    [Theory]
    [InlineData("gw_cg_rotation_default_init")]
    [InlineData("gw_cg_rotation_true_init")]
    public void Rotated_and_permuted_points_are_at_distance_zero(string id)
    {
        var result = Solver.Solve(Problem(id));

        Assert.InRange(result.Value, 0, 1e-12);
        Assert.True(result.Converged);
    }

    [Theory]
    [InlineData("gwloss_product_square")]
    [InlineData("gwloss_product_kl")]
    public void The_start_has_the_value_of_the_product_coupling(string id)
    {
        var kl = id.EndsWith("kl", StringComparison.Ordinal);
        var problem = new GromovWassersteinProblem(
            GoldenData.Space("E_X60", "p60"), GoldenData.Space("E_Y80", "q80"), kl ? QuadraticLoss.KullbackLeibler : QuadraticLoss.Square);

        Check.Close(GoldenData.Value(id), Solver.Solve(problem).CostTrace[0], 1e-12);
    }

    private static GromovWassersteinProblem Problem(string id)
    {
        var golden = GoldenData.Case(id);
        var inputs = golden.GetProperty("inputs");
        var source = Space(inputs, "C1", "p");
        var target = Space(inputs, "C2", "q");
        var kl = golden.GetProperty("params").GetProperty("loss_fun").ValueEquals("kl_loss");
        var start = id switch
        {
            "gw_cg_identity_init_60x60" => Matching([.. Enumerable.Range(0, 60)]),
            "gw_cg_rotation_true_init" => Matching([.. GoldenData.Array("X40_perm").Select(v => (int)v)]),
            _ => null,
        };
        return new GromovWassersteinProblem(source, target, kl ? QuadraticLoss.KullbackLeibler : QuadraticLoss.Square, start);
    }

    private static MetricMeasureSpace Space(JsonElement inputs, string cost, string weights)
    {
        var name = inputs.GetProperty(cost).GetString()!.Split('+');
        return GoldenData.Space(name[0], inputs.GetProperty(weights).GetString()!, name.Length > 1 ? double.Parse(name[1]) : 0);
    }

    // Row rowOfColumn[k] is matched with column k.
    private static double[] Matching(int[] rowOfColumn)
    {
        var plan = new double[rowOfColumn.Length * rowOfColumn.Length];
        for (var k = 0; k < rowOfColumn.Length; k++)
        {
            plan[(rowOfColumn[k] * rowOfColumn.Length) + k] = 1.0 / rowOfColumn.Length;
        }

        return plan;
    }
}
