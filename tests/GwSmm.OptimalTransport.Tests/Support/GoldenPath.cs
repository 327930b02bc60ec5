namespace GwSmm.OptimalTransport.Tests;

/// <summary>Holds a solve against the value, the objectives and the plan of the reference.</summary>
internal static class GoldenPath
{
    public static void Same(string id, GromovWassersteinProblem problem, GromovWassersteinResult result, double tolerance, double planTolerance)
    {
        var golden = GoldenData.Case(id);
        Check.Close(golden.GetProperty("value").GetDouble(), result.Value, tolerance);
        var trace = golden.GetProperty("loss_per_iteration").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.Equal(trace.Length, result.CostTrace.Count);
        for (var k = 0; k < trace.Length; k++)
        {
            Check.Close(trace[k], result.CostTrace[k], tolerance, $"objective after iteration {k}");
        }

        Assert.True(result.Converged);
        var plan = GoldenData.Plan(id, problem.Source.Count, problem.Target.Count);
        Assert.InRange(plan.Zip(result.Plan, (a, b) => Math.Abs(a - b)).Max(), 0, planTolerance);
    }
}
