namespace GwSmm.OptimalTransport.Tests;

public class FusedGoldenTests
{
    private static readonly MetricMeasureSpace Source = GoldenData.Space("E_X60", "p60");
    private static readonly MetricMeasureSpace Target = GoldenData.Space("E_Y80", "q80");
    private static readonly double[] Features = GoldenData.Array("M_60x80");

    [Theory]
    [InlineData("fgw_cg_alpha0.5_60x80", 0.5)]
    [InlineData("fgw_cg_alpha0.1_60x80", 0.1)]
    public void The_fused_problem_takes_the_reference_path(string id, double alpha)
    {
        var problem = new GromovWassersteinProblem(Source, Target, Features, alpha);

        var result = new GromovWassersteinSolver().Solve(problem);

        GoldenPath.Same(id, problem, result, 1e-9, 1e-12);
        Check.Feasible(result.Plan, Source.Weights, Target.Weights);
        Check.Close(GoldenData.Case(id).GetProperty("linear_cost").GetDouble(), result.FeatureValue, 1e-9);
    }

    [Fact]
    public void Without_structure_one_linear_problem_is_the_answer()
    {
        var problem = new GromovWassersteinProblem(Source, Target, Features, 0);

        var result = new GromovWassersteinSolver().Solve(problem);

        Check.Close(GoldenData.Value("emd_nonuniform_60x80"), result.Value, 1e-12);
        Check.Close(GoldenData.Value("emd_nonuniform_60x80"), result.FeatureValue, 1e-12);
        Check.Close(NaiveGromovWasserstein.Objective(new GromovWassersteinProblem(Source, Target), result.Plan), result.StructureValue, 1e-10);
        Check.Feasible(result.Plan, Source.Weights, Target.Weights);
        Assert.Equal(1, result.Iterations);
        Assert.Equal(GromovWassersteinStop.Stationary, result.Stop);
    }

    [Fact]
    public void Without_features_the_pure_problem_is_solved_bit_for_bit()
    {
        var pure = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(Source, Target));

        var result = new GromovWassersteinSolver().Solve(new GromovWassersteinProblem(Source, Target, Features, 1));

        Assert.Equal(pure.Value, result.Value);
        Assert.Equal(pure.Value, result.StructureValue);
        Assert.Equal(pure.CostTrace, result.CostTrace);
        Assert.Equal(pure.Plan, result.Plan);
        Check.Close(Features.Zip(result.Plan, (m, t) => m * t).Sum(), result.FeatureValue, 1e-12);
        Assert.Equal(0, pure.FeatureValue);
    }
}
