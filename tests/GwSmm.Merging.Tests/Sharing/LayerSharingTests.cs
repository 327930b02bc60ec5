using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class LayerSharingTests
{
    private static readonly EncoderConfig Config = TinyModels.Config with { LayerCount = 3 };
    private static readonly BaseEncoder Origin = BaseEncoder.Create(Config, TinyModels.Vocabulary, 1);

    // Item models that differ from the base in their second and, more, in their third layer only.
    private static readonly ScoringModel[] Models = [.. new[] { "1", "2" }.Select(Model)];
    private static readonly Dictionary<string, ResponseSet> Responses = TinyModels.ResponsesOf(Models);

    [Theory]
    [InlineData(LayerDistance.GromovWasserstein)]
    [InlineData(LayerDistance.LinearCka)]
    public void Layers_below_the_first_change_are_equal_and_later_ones_apart(LayerDistance distance)
    {
        var result = LayerSharing.Decide(Origin.Weights, Models, Responses, new LayerSharingOptions { Distance = distance, Threads = 1 });

        Assert.Equal([0, 1, 2, 3], result.Layers.Select(layer => layer.Layer));
        Assert.Equal([0, 0], result.Layers.Take(2).Select(layer => Math.Round(layer.Distance, 6)));
        Assert.All(result.Layers.Take(2), layer => Assert.Equal((0L, false, "shared: no item differs"), (layer.ByteCount, layer.KeptPerItem, layer.Reason)));
        Assert.InRange(result.Layers[2].Distance, 1e-4, result.Layers[3].Distance);
        Assert.All(result.Layers.Skip(2), layer => Assert.True(layer.KeptPerItem));
        Assert.Equal(result.Layers.Sum(layer => layer.ByteCount), result.ByteCount);
        Assert.All(Models, model => Assert.All(result.Deltas[model.Item].ApplyTo(Origin.Weights).Tensors, tensor => Assert.All(
            tensor.Data.Zip(model.Weights[tensor.Name].Data), pair => Assert.Equal(pair.Second, pair.First, 1e-6))));
    }

    [Fact]
    public void The_farthest_layer_is_kept_where_the_budget_is_short()
    {
        var all = LayerSharing.Decide(Origin.Weights, Models, Responses, new LayerSharingOptions { Threads = 1 });
        var result = LayerSharing.Decide(Origin.Weights, Models, Responses, new LayerSharingOptions { BudgetBytes = all.Layers[3].ByteCount + 10, Threads = 3 });

        Assert.Equal([false, false, false, true], result.Layers.Select(layer => layer.KeptPerItem));
        Assert.Equal(all.Layers[3].ByteCount, result.ByteCount);
        Assert.All(result.Deltas.Values.SelectMany(delta => delta.Tensors), tensor => Assert.StartsWith("encoder.layer.2.", tensor.Name, StringComparison.Ordinal));
        Assert.Contains("and 10 are left", result.Layers[2].Reason, StringComparison.Ordinal);
        Assert.Contains("kept per item", result.Layers[3].Reason, StringComparison.Ordinal);
        Assert.Equal(all.Layers.Select(layer => layer.Distance), result.Layers.Select(layer => layer.Distance));
    }

    [Fact]
    public void A_cheaper_layer_fits_where_a_dearer_one_does_not()
    {
        var decisions = LayerSharing.Choose([0.1, 0.5, 0.3, 0.3], [10, 100, 60, 50], new LayerSharingOptions { BudgetBytes = 70, SharedUpTo = 0.2 });
        Assert.Equal([false, false, true, false], decisions.Select(decision => decision.KeptPerItem));
        Assert.Equal("shared: the distance 0.1 is at most 0.2", decisions[0].Reason);
        Assert.Equal("shared: at distance 0.5 it takes 100 bytes, and 70 are left", decisions[1].Reason);
    }

    [Fact]
    public void Options_have_documented_defaults_and_ranges()
    {
        var options = new LayerSharingOptions();
        Assert.Equal((long.MaxValue, LayerDistance.GromovWasserstein, 0.0, 200, 0), (options.BudgetBytes, options.Distance, options.SharedUpTo, options.MaxTexts, options.Threads));
        Assert.Equal(DeltaKind.Dense, options.Delta.Kind);
        foreach (var bad in new[]
            {
                options with { BudgetBytes = -1 }, options with { SharedUpTo = double.NaN }, options with { MaxTexts = 1 }, options with { Threads = -1 },
                options with { Distance = (LayerDistance)9 }, options with { Delta = new DeltaOptions { Rank = 0 } },
            })
        {
            Assert.Throws<GwSmmException>(() => LayerSharing.Decide(Origin.Weights, Models, Responses, bad));
        }
    }

    [Fact]
    public void Missing_responses_and_no_models_are_refused()
    {
        var none = new Dictionary<string, ResponseSet>(StringComparer.Ordinal);
        Assert.Contains("Item '1' has 0 responses", Assert.Throws<GwSmmException>(() => LayerSharing.Decide(Origin.Weights, Models, none)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LayerSharing.Decide(Origin.Weights, [], Responses));
    }

    private static ScoringModel Model(string item)
    {
        var random = new DeterministicRandom(DeterministicRandom.Derive(4, item));
        var weights = Origin.Weights.Clone();
        foreach (var tensor in weights.Tensors)
        {
            var change = tensor.Name.StartsWith("encoder.layer.1.", StringComparison.Ordinal) ? 0.1f : tensor.Name.StartsWith("encoder.layer.2.", StringComparison.Ordinal) ? 0.5f : 0;
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                tensor.Data[i] += change * (float)random.NextGaussian();
            }
        }

        var template = TinyModels.Model(item, TinyModels.Base());
        return new ScoringModel(item, Config, weights, Origin.Vocabulary, Origin.LowerCase, TinyModels.Features, template.Head, Origin.Hash);
    }
}
