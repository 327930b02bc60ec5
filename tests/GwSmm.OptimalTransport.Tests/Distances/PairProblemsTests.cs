namespace GwSmm.OptimalTransport.Tests;

public class PairProblemsTests
{
    [Theory]
    [InlineData(CostMetric.Euclidean, CostNormalization.None)]
    [InlineData(CostMetric.SquaredEuclidean, CostNormalization.Max)]
    [InlineData(CostMetric.Cosine, CostNormalization.Mean)]
    public void Fused_problems_have_the_costs_between_features(CostMetric metric, CostNormalization normalization)
    {
        FeatureCloud[] clouds = [Cloud(1, 5, metric, normalization), Cloud(2, 7, metric, normalization)];
        double[] both = [.. clouds[0].Features, .. clouds[1].Features];
        var union = MetricMeasureSpace.FromFeatures(both, 12, 3, metric);
        var expected = Enumerable.Range(0, 35).Select(k => union.Cost[(k / 7 * 12) + 5 + (k % 7)]).ToArray();
        var scale = normalization switch { CostNormalization.Max => expected.Max(), CostNormalization.Mean => expected.Average(), _ => 1 };

        var problem = new PairProblems(clouds, 0.25).Pose(0, 1, clouds[0].Build(), clouds[1].Build());

        Assert.Equal(0.25, problem.Alpha);
        Assert.All(Enumerable.Range(0, 35), k => Assert.Equal(expected[k] / scale, problem.FeatureCost![k], 1e-12));
    }

    [Fact]
    public void Spaces_that_know_their_features_are_as_good_as_clouds()
    {
        FeatureCloud[] clouds = [Cloud(1, 5), Cloud(2, 7), Cloud(3, 4)];
        var options = new PairwiseOptions { Alpha = 0.5 };

        Assert.Equal(PairwiseDistances.Compute(clouds, options).Values, PairwiseDistances.Compute([.. clouds.Select(cloud => cloud.Build())], options).Values);
    }

    [Fact]
    public void Without_alpha_only_structure_counts()
    {
        FeatureCloud[] clouds = [Cloud(1, 5), Cloud(2, 7)];

        Assert.Null(new PairProblems(clouds, null).Pose(0, 1, clouds[0].Build(), clouds[1].Build()).FeatureCost);
    }

    [Fact]
    public void Spaces_without_common_features_are_refused()
    {
        Refuses("Alpha is 1.5", 1.5, Cloud(1, 5), Cloud(2, 5));
        Refuses("Alpha is NaN", double.NaN, Cloud(1, 5), Cloud(2, 5));
        Refuses("Space 2 has costs but no features", 0.5, Cloud(1, 5), MetricMeasureSpace.FromCost(new double[25], 5));
        Refuses("Space 1 has costs but no features", 0.5, MetricMeasureSpace.FromCost(new double[25], 5), Cloud(2, 5));
        Refuses("Space 2 has 3 features, Cosine", 0.5, Cloud(1, 5), Cloud(2, 5, CostMetric.Cosine));
    }

    private static void Refuses(string what, double alpha, params ISpaceSource[] sources) =>
        Assert.Contains(what, Assert.Throws<GwSmmException>(() => PairwiseDistances.Solve(sources, new PairwiseOptions { Alpha = alpha })).Message, StringComparison.Ordinal);

    private static FeatureCloud Cloud(int seed, int count, CostMetric metric = CostMetric.Euclidean, CostNormalization normalization = CostNormalization.None) =>
        new(Instances.Features(new Random(seed), count, 3), count, 3, metric, normalization);
}
