namespace GwSmm.OptimalTransport.Tests;

public class CostNormalizationTests
{
    private static readonly double[] Cost = [0, 4, 2, 4, 0, 6, 2, 6, 0];

    [Theory]
    [InlineData(CostNormalization.None, 1)]
    [InlineData(CostNormalization.Max, 6)]
    [InlineData(CostNormalization.Mean, 24.0 / 9)]
    [InlineData(CostNormalization.Median, 2)]
    public void Costs_are_divided_by_the_named_number(CostNormalization normalization, double scale)
    {
        var given = Cost.AsSpan().ToArray();

        var space = MetricMeasureSpace.FromCost(given, 3, normalization: normalization);

        Assert.Equal(Cost, given);
        Assert.Equal(new CostOrigin(null, normalization, scale), space.Origin);
        Assert.Equal(Cost.Select(c => c / scale), space.Cost);
    }

    [Fact]
    public void An_even_number_of_costs_has_the_mean_of_the_middle_two_as_median()
    {
        Assert.Equal(2.5, MetricMeasureSpace.FromCost([0, 2, 3, 7], 2, normalization: CostNormalization.Median).Origin.Scale);
    }

    [Fact]
    public void Points_that_all_coincide_keep_their_costs()
    {
        var space = MetricMeasureSpace.FromFeatures([1, 1, 1], 3, 1, normalization: CostNormalization.Max);

        Assert.Equal(1, space.Origin.Scale);
        Assert.All(space.Cost, cost => Assert.Equal(0, cost));
    }

    [Fact]
    public void A_median_of_zero_cannot_divide()
    {
        var error = Assert.Throws<GwSmmException>(() => MetricMeasureSpace.FromFeatures([1, 1, 1, 5], 4, 1, normalization: CostNormalization.Median));

        Assert.Contains("median of the costs is 0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_cost_that_is_not_finite_is_named(double bad)
    {
        var error = Assert.Throws<GwSmmException>(() => MetricMeasureSpace.FromCost([0, 1, bad, 0], 2, normalization: CostNormalization.Mean));

        Assert.Contains("points 2 and 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalized_features_do_not_depend_on_their_scale()
    {
        var random = new Random(3);
        var features = Instances.Features(random, 9, 4);
        double[] larger = [.. features.Select(x => 1000 * x)];

        var a = MetricMeasureSpace.FromFeatures(features, 9, 4, CostMetric.SquaredEuclidean, normalization: CostNormalization.Mean);
        var b = MetricMeasureSpace.FromFeatures(larger, 9, 4, CostMetric.SquaredEuclidean, normalization: CostNormalization.Mean);

        Assert.All(a.Cost.Zip(b.Cost), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
