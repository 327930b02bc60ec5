using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

public class ItemGroupingTests
{
    [Fact]
    public void NearestGroups_Pairs_TakesNearestFirstAndLeavesOneAlone()
    {
        // .99 pairs 2 and 8, .93 pairs 4 and 7, .87 pairs 3 and 6, .49 pairs 1 and 5; 9 is left.
        var plan = ItemGrouping.NearestGroups(PublishedSimilarity.Distances, 2);
        Assert.Equal("""{"groups":[["1","5"],["2","8"],["3","6"],["4","7"],["9"]]}""", MergePlanJson.FormatGroups(plan));
    }

    [Fact]
    public void NearestGroups_Trios_GrowByMeanDistance()
    {
        // {2,8} takes 1 (mean .97), {4,7} takes 6 (mean .875), the last group takes the rest.
        var plan = ItemGrouping.NearestGroups(PublishedSimilarity.Distances, 3);
        Assert.Equal("""{"groups":[["1","2","8"],["3","5","9"],["4","6","7"]]}""", MergePlanJson.FormatGroups(plan));
        Assert.Equal("nearest groups of at most 3", plan.Reason);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 5)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(8, 2)]
    [InlineData(99, 1)]
    public void NearestGroups_AreAsManyAsItemsBySize(int size, int groups)
    {
        var plan = ItemGrouping.NearestGroups(PublishedSimilarity.Distances, size);
        Assert.Equal(groups, plan.Groups.Count);
        Assert.All(plan.Groups, group => Assert.InRange(group.Count, 1, size));
        Assert.Equal(9, plan.Items.Count);
    }

    [Fact]
    public void NearestGroups_TiesGoToTheFirstItems()
    {
        var distances = new DistanceMatrix(["10", "9", "2", "1"], [0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0]);
        Assert.Equal("""{"groups":[["1","2"],["9","10"]]}""", MergePlanJson.FormatGroups(ItemGrouping.NearestGroups(distances, 2)));
    }

    [Fact]
    public void NearestGroups_RefusesSizeZero() =>
        Assert.Contains("The largest group is 0", Assert.Throws<GwSmmException>(() => ItemGrouping.NearestGroups(PublishedSimilarity.Distances, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void DistanceThreshold_JoinsUpToTheThresholdIncluded()
    {
        var distances = new DistanceMatrix(["a", "b", "c"], [0, 1, 3, 1, 0, 5, 3, 5, 0]);
        Assert.Equal(3, ItemGrouping.DistanceThreshold(distances, 0.99).Groups.Count);
        Assert.Equal(2, ItemGrouping.DistanceThreshold(distances, 1).Groups.Count);
        Assert.Equal(2, ItemGrouping.DistanceThreshold(distances, 3.99).Groups.Count);
        Assert.Single(ItemGrouping.DistanceThreshold(distances, 4).Groups);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void DistanceThreshold_RefusesWhatIsNoDistance(double threshold) =>
        Assert.Contains("expected a number of at least 0", Assert.Throws<GwSmmException>(() => ItemGrouping.DistanceThreshold(PublishedSimilarity.Distances, threshold)).Message, StringComparison.Ordinal);

    [Fact]
    public void Explain_SaysRuleAndDistancesInside()
    {
        var plan = ItemGrouping.AverageLinkage(new DistanceMatrix(["a", "b", "c"], [0, 1, 3, 1, 0, 5, 3, 5, 0]), 2);
        Assert.Equal("average linkage, 2 clusters; mean distance inside 1, largest 1", plan.Explain(0));
        Assert.Equal("average linkage, 2 clusters; stays alone", plan.Explain(1));
        Assert.Equal("plan without a reason", new MergePlan([["a", "b"]]).Explain(0));
    }

    [Fact]
    public void Similarity_IsOneMinusTheScaledDistance()
    {
        var distances = new DistanceMatrix(["a", "b", "c"], [0, 1, 3, 1, 0, 4, 3, 4, 0]);
        Assert.Equal([1, 0.75, 0.25, 0.75, 1, 0, 0.25, 0, 1], Similarity.FromDistances(distances));
        Assert.Equal([1, 1, 1, 1], Similarity.FromDistances(new DistanceMatrix(["a", "b"], new double[4])));
    }

    [Fact]
    public void Similarity_AboveOneOrOffTheDiagonal_IsRefused()
    {
        var above = Assert.Throws<GwSmmException>(() => Similarity.ToDistances(["a", "b"], [1, 1.5, 1.5, 1]));
        Assert.Contains("row 1 ('a'), column 2 ('b') is 1.5", above.Message, StringComparison.Ordinal);
        var diagonal = Assert.Throws<GwSmmException>(() => Similarity.ToDistances(["a", "b"], [0, .5, .5, 0]));
        Assert.Contains("Is this a distance matrix?", diagonal.Message, StringComparison.Ordinal);
        Assert.Throws<GwSmmException>(() => Similarity.ToDistances(["a"], [1, .5, .5, 1]));
    }
}
