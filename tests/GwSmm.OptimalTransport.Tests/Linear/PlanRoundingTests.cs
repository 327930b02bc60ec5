namespace GwSmm.OptimalTransport.Tests;

public class PlanRoundingTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Any_plan_becomes_feasible_and_a_feasible_one_stays(double mass)
    {
        var random = new Random(4);
        var source = Instances.Space(random, 5, 2, CostMetric.Euclidean, uniform: false);
        var target = Instances.Space(random, 7, 2, CostMetric.Euclidean, uniform: false);
        double[] plan = [.. Enumerable.Range(0, 35).Select(_ => random.NextDouble() / 20)];
        var rounding = new PlanRounding();

        rounding.Round(plan, source.Weights, target.Weights, mass);
        var again = plan.AsSpan().ToArray();
        rounding.Round(again, source.Weights, target.Weights, mass);

        PartialCheck.Feasible(plan, source, target, mass, 1e-15);
        Assert.All(Enumerable.Range(0, 35), k => Assert.Equal(plan[k], again[k], 14));
    }

    [Fact]
    public void An_empty_plan_gets_the_product_of_the_weights()
    {
        var plan = new double[4];

        new PlanRounding().Round(plan, [0.25, 0.75], [0.5, 0.5], 0.5);

        Assert.Equal([0.0625, 0.0625, 0.1875, 0.1875], plan);
    }
}
