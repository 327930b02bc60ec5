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
    public void A_space_knows_its_cloud_and_one_made_of_a_span_has_a_copy()
    {
        double[] features = [1, 2, 3, 4, 5, 6];
        double[] weights = [0.5, 0, 0.5];
        var cloud = new FeatureCloud(features, 3, 2, CostMetric.Cosine, CostNormalization.Max, weights);

        var own = MetricMeasureSpace.FromFeatures(features, 3, 2, CostMetric.Cosine, weights, CostNormalization.Max);

        Assert.Same(cloud, cloud.Build().Features);
        Assert.Equal((3, 2, CostMetric.Cosine, CostNormalization.Max), (own.Features!.Count, own.Features.Dimension, own.Features.Metric, own.Features.Normalization));
        Assert.Equal(own.Cost, own.Features.Build().Cost);
        Assert.Equal(own.Weights, own.Features.Build().Weights);
        Assert.Equal(features, own.Features.Features.ToArray());
        features[0] = 9;
        Assert.Equal(1, own.Features.Features[0]);
        Assert.Null(MetricMeasureSpace.FromCost(own.Cost, 3).Features);
        var bare = own.WithoutFeatures();
        Assert.Null(bare.Features);
        Assert.Same(own.Cost, bare.Cost);
        Assert.Equal((own.Weights, own.IsSymmetric, true, own.Origin), (bare.Weights, bare.IsSymmetric, bare.HasZeroWeights, bare.Origin));
    }

    [Fact]
    public void Features_of_points_without_weight_are_left_out_with_them()
    {
        var space = new FeatureCloud([1, 2, 3, 4, 5, 6], 3, 2, CostMetric.SquaredEuclidean, weights: [0.25, 0, 0.75]).Build();

        var support = space.Support(out _);

        Assert.Equal([1, 2, 5, 6], support.Features!.Features.ToArray());
        Assert.Same(support.Features, support.Features);
        Assert.Equal(support.Cost, support.Features.Build().Cost);
        Assert.Equal([0.25, 0.75], support.Features.Build().Weights);
        Assert.Null(MetricMeasureSpace.FromCost(space.Cost, 3, [0.25, 0, 0.75]).Support(out _).Features);
    }

    [Fact]
    public void Features_of_another_shape_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new FeatureCloud([1, 2, 3], 2, 2));
    }
}
