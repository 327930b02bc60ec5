using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

public class KnownDistancesTests
{
    [Fact]
    public void Known_distances_are_taken_and_change_nothing_else()
    {
        var origin = TinyModels.Base();
        GwSmm.Encoders.ScoringModel[] models = [TinyModels.Model("1", origin), TinyModels.Model("2", origin), TinyModels.Model("3", origin)];
        var responses = TinyModels.ResponsesOf(models);
        var plan = new MergePlan([["1", "3"], ["2"]]);
        var first = new ModelMerger(new MergeOptions { Plan = plan, Threads = 1 }).Merge(models, responses, origin);
        var second = new ModelMerger(new MergeOptions { Plan = plan, Threads = 1, RefitIndividuals = false, Distances = first.Distances }).Merge(models, responses, origin);

        Assert.Same(first.Distances, second.Distances);
        Assert.Equal(first.Model.HeadOf("1").Weight, second.Model.HeadOf("1").Weight);
        Assert.Equal(0, second.Items[0].FeatureRows);
        Assert.Null(second.Items[0].IndividualRefitted);
    }

    [Fact]
    public void Known_distances_rule_the_groups()
    {
        var origin = TinyModels.Base();
        GwSmm.Encoders.ScoringModel[] models = [TinyModels.Model("1", origin), TinyModels.Model("2", origin), TinyModels.Model("3", origin)];
        var distances = new DistanceMatrix(["3", "2", "1"], [0, 9, 1, 9, 0, 9, 1, 9, 0]);
        var result = new ModelMerger(new MergeOptions { MaxGroupSize = 2, Threads = 1, Distances = distances }).Merge(models, TinyModels.ResponsesOf(models), origin);
        Assert.Equal([["1", "3"], ["2"]], result.Plan.Groups);
    }

    [Fact]
    public void Distances_of_other_items_are_refused()
    {
        var origin = TinyModels.Base();
        GwSmm.Encoders.ScoringModel[] models = [TinyModels.Model("1", origin), TinyModels.Model("2", origin)];
        var merger = new ModelMerger(new MergeOptions { Distances = new DistanceMatrix(["1", "9"], [0, 1, 1, 0]) });
        var error = Assert.Throws<GwSmmException>(() => merger.Merge(models, TinyModels.ResponsesOf(models), origin));
        Assert.Contains("between 1, 9, but the items are 1, 2", error.Message, StringComparison.Ordinal);
    }
}
