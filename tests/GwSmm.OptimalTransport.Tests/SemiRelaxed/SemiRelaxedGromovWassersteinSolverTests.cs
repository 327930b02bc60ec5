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
    }
}
