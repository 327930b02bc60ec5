namespace GwSmm.OptimalTransport.Tests;

public class FeatureCloudTests
{
    [Fact]
    public void A_cloud_makes_the_space_that_its_features_make()
    {
        var random = new Random(5);
        var features = Instances.Features(random, 7, 3);
        var weights = Instances.Weights(random, 7, uniform: false);
        var cloud = new FeatureCloud(features, 7, 3, CostMetric.Cosine, CostNormalization.Mean, weights);

        var space = cloud.Build();

        var expected = MetricMeasureSpace.FromFeatures(features, 7, 3, CostMetric.Cosine, weights, CostNormalization.Mean);
        Assert.Equal(expected.Cost, space.Cost);
        Assert.Equal(expected.Weights, space.Weights);
        Assert.Equal(expected.Origin, space.Origin);
        Assert.Equal(cloud.Count, space.Count);
        Assert.Same(space, space.Build());
    }

    [Fact]
    public void Features_of_another_shape_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new FeatureCloud([1, 2, 3], 2, 2));
    }
}
