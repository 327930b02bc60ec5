using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class ProgressiveMergeTests
{
    [Fact]
    public void Defaults()
    {
        var options = new ProgressiveOptions();
        Assert.Equal((1e-2, true, 1000), (options.Ridge, options.WeightEmbeddings, options.MaxResponses));
        var method = MergeMethods.Create("progressive");
        Assert.Equal(("progressive", false, true, HeadFit.Refit), (method.Name, method.NeedsBase, method.NeedsResponses, method.DefaultHeadFit));
    }

    [Fact]
    public void The_default_ridge_gives_the_least_squares_of_NumPy() => WaveModels.AssertExpected(
        new ProgressiveMerge().Merge(WaveModels.Input(WaveModels.Context())), -1.949720952,
        [0.1292048, -0.4147062, -0.0882378], [-0.9974551, 1.1081780, 1.5974851], [1.0226002, 0.5490545], [0.1386134, 0.3521897]);

    [Fact]
    public void A_large_ridge_gives_the_least_squares_of_NumPy() => WaveModels.AssertExpected(
        new ProgressiveMerge(new ProgressiveOptions { Ridge = 1 }).Merge(WaveModels.Input(WaveModels.Context())), 8.473258285,
        [0.0246096, -0.2543775, 0.1541568], [0.1748522, 0.5368851, -0.0845313], [0.2193588, 0.0957891], [0.1386134, 0.3521897]);

    [Fact]
    public void A_huge_ridge_gives_the_average()
    {
        var input = WaveModels.Input(WaveModels.Context());
        var merged = new ProgressiveMerge(new ProgressiveOptions { Ridge = 1e9, WeightEmbeddings = false }).Merge(input);
        var average = new AverageMerge().Merge(input);
        Assert.All(average.Tensors, tensor => Assert.All(tensor.Data.Zip(merged[tensor.Name].Data), pair => Assert.Equal(pair.First, pair.Second, 1e-6)));
    }

    [Fact]
    public void Equal_models_stay_as_they_are_with_projection_and_pooler()
    {
        var config = WaveModels.Config with { EmbeddingSize = 5, HasPooler = true };
        var weights = WaveModels.Weights(1, config);
        var context = WaveModels.Context(features: new FeatureOptions { Pooling = Pooling.Pooler, MaxTokens = 6 }, config: config);
        var merged = new ProgressiveMerge().Merge(new MergeInput(["A", "B"], [weights, weights.Clone()], context: context));
        Assert.All(weights.Tensors, tensor => Assert.All(tensor.Data.Zip(merged[tensor.Name].Data), pair => Assert.Equal(pair.First, pair.Second, 2e-5)));
    }

    [Fact]
    public void The_merged_features_are_nearer_to_those_of_the_models_than_the_averages_are()
    {
        var input = WaveModels.Input(WaveModels.Context());
        Assert.True(Error(new ProgressiveMerge().Merge(input), input) < 0.5 * Error(new AverageMerge().Merge(input), input));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var method = new ProgressiveMerge(new ProgressiveOptions { MaxResponses = 2 });
        WaveModels.AssertSame(method.Merge(WaveModels.Input(WaveModels.Context(1, 7))), method.Merge(WaveModels.Input(WaveModels.Context(3, 7))));
    }

    [Fact]
    public void A_cancelled_merge_stops() =>
        Assert.Throws<OperationCanceledException>(() => new ProgressiveMerge().Merge(WaveModels.Input(WaveModels.Context()), new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(0, 10, "Ridge")]
    [InlineData(double.NaN, 10, "Ridge")]
    [InlineData(1e-2, 1, "MaxResponses")]
    public void An_option_out_of_range_is_refused(double ridge, int responses, string option) =>
        Assert.Contains(option, WaveModels.Refused(() => _ = new ProgressiveMerge(new ProgressiveOptions { Ridge = ridge, MaxResponses = responses })), StringComparison.Ordinal);

    private static double Error(EncoderWeights merged, MergeInput input) => input.Items.Select((item, i) =>
    {
        float[] Features(EncoderWeights weights) => new BertEncoder(WaveModels.Config, weights).Encode(WaveModels.Sequences[item], new FeatureOptions { MaxTokens = 6 });
        return Features(merged).Zip(Features(input.Models[i]), (a, b) => (double)(a - b) * (a - b)).Average();
    }).Sum();
}
