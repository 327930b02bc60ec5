namespace GwSmm.OptimalTransport.Tests;

public class SinkhornTests
{
    [Theory]
    [InlineData("sinkhorn_reg0.1", 1e-13, SinkhornDomain.Auto)]
    [InlineData("sinkhorn_reg0.1", 1e-13, SinkhornDomain.Log)]
    [InlineData("sinkhorn_reg0.01", 1e-13, SinkhornDomain.Plain)]
    [InlineData("sinkhorn_log_reg0.001", 1e-11, SinkhornDomain.Auto)]
    public void Every_domain_finds_the_reference_plan(string id, double tolerance, SinkhornDomain domain)
    {
        var golden = new EntropicGolden(id);
        var source = GoldenData.Array(golden.Input("a"));
        var target = GoldenData.Array(golden.Input("b"));
        var options = new SinkhornOptions { Epsilon = golden.Parameter("reg"), Tolerance = tolerance, MaxIterations = 20_000, Domain = domain };

        var result = new Sinkhorn(options).Solve(source, target, GoldenData.Array(golden.Input("M")));

        Check.Close(golden.Value, result.Cost, golden.Tolerance);
        Assert.InRange(golden.LargestDifference(result.Plan), 0, 1e-9);
        Check.Feasible(result.Plan, source, target, 1e-15);
        Assert.True(result.Converged);
        Assert.InRange(result.MarginalError, 0, tolerance);
        Assert.Equal(domain == SinkhornDomain.Log ? SinkhornDomain.Log : SinkhornDomain.Plain, result.Domain);
    }
}
