namespace GwSmm.OptimalTransport.Tests;

/// <summary>Assertions on plans that match a part of the mass.</summary>
internal static class PartialCheck
{
    public static void Feasible(double[] plan, MetricMeasureSpace source, MetricMeasureSpace target, double mass, double tolerance = 1e-13)
    {
        Assert.All(plan, value => Assert.True(value >= 0, $"the plan holds {value}"));
        var sums = RelaxedGolden.MarginalsOf(plan, source.Count);
        double[] weights = [.. source.Weights, .. target.Weights];
        Assert.All(Enumerable.Range(0, sums.Length), k => Assert.InRange(sums[k] - weights[k], double.NegativeInfinity, tolerance));
        Assert.InRange(plan.Sum() - mass, -tolerance, tolerance);
    }
}
