using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class RegMeanMergeTests
{
    [Fact]
    public void Defaults()
    {
        var options = new RegMeanOptions();
        Assert.Equal((0.9, 1e-4, true, false, 1000), (options.OffDiagonalScale, options.Ridge, options.WeightEmbeddings, options.MergedInputs, options.MaxResponses));
        var (plain, plus) = (MergeMethods.Create("regmean"), MergeMethods.Create("regmean++"));
        Assert.Equal(("regmean", "regmean++"), (plain.Name, plus.Name));
        Assert.All([plain, plus], method => Assert.Equal((false, true, HeadFit.Refit), (method.NeedsBase, method.NeedsResponses, method.DefaultHeadFit)));
    }

    [Fact]
    public void The_inputs_of_the_own_model_give_the_published_solution() => WaveModels.AssertExpected(
        new RegMeanMerge().Merge(WaveModels.Input(WaveModels.Context())), 11.736477919,
        [-0.1875982, -0.5444713, 0.1733092], [-0.7328282, 0.5116745, -0.3463450], [-0.6364700, 0.0286655], [0.1386134, 0.3521897]);

    [Fact]
    public void Embeddings_can_be_averaged_and_off_diagonals_kept() => WaveModels.AssertExpected(
        new RegMeanMerge(new RegMeanOptions { OffDiagonalScale = 1, Ridge = 1e-2, WeightEmbeddings = false }).Merge(WaveModels.Input(WaveModels.Context())), 16.981973279,
        [0.2633858, -0.1371570, 0.7223457], [-0.4566271, 0.6595356, -0.5005713], [-1.3270725, -0.3053755], [-0.0481635, 0.2648543]);

    [Fact]
    public void The_inputs_of_the_merged_layers_give_the_solution_of_RegMean_plus_plus() => WaveModels.AssertExpected(
        new RegMeanMerge(new RegMeanOptions { MergedInputs = true }).Merge(WaveModels.Input(WaveModels.Context())), 9.524261397,
        [0.1657272, -0.5888716, 0.3282348], [-0.6415899, 0.6983435, -0.4571099], [-0.5847419, -0.0415539], [0.1386134, 0.3521897]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equal_models_stay_as_they_are(bool mergedInputs)
    {
        var weights = WaveModels.Weights(1);
        var merged = new RegMeanMerge(new RegMeanOptions { MergedInputs = mergedInputs }).Merge(new MergeInput(["A", "B"], [weights, weights.Clone()], context: WaveModels.Context()));
        Assert.All(weights.Tensors, tensor => Assert.All(tensor.Data.Zip(merged[tensor.Name].Data), pair => Assert.Equal(pair.First, pair.Second, 1e-5)));
    }

    [Fact]
    public void A_huge_ridge_gives_the_average()
    {
        var input = WaveModels.Input(WaveModels.Context());
        var merged = new RegMeanMerge(new RegMeanOptions { Ridge = 1e9, WeightEmbeddings = false }).Merge(input);
        var average = new AverageMerge().Merge(input);
        // Each item's ridge is relative to its own inputs, so the mean is a weighted one.
        var (query, models) = ("encoder.layer.0.attention.self.query.weight", input.Models);
        var shares = merged[query].Data.Select((value, i) => (value - models[1][query].Data[i]) / (models[0][query].Data[i] - models[1][query].Data[i])).ToArray();
        Assert.All(shares, share => Assert.Equal(shares[0], share, 1e-3));
        Assert.InRange(shares[0], 0.3, 0.7);
        Assert.Equal(average["embeddings.word_embeddings.weight"].Data, merged["embeddings.word_embeddings.weight"].Data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_number_of_threads_changes_no_bit(bool mergedInputs)
    {
        var method = new RegMeanMerge(new RegMeanOptions { MergedInputs = mergedInputs, MaxResponses = 2 });
        WaveModels.AssertSame(method.Merge(WaveModels.Input(WaveModels.Context(1, 7))), method.Merge(WaveModels.Input(WaveModels.Context(3, 7))));
    }

    [Fact]
    public void Projection_and_pooler_are_merged_and_layers_above_the_features_averaged()
    {
        var config = WaveModels.Config with { EmbeddingSize = 5, HasPooler = true };
        EncoderWeights Merge(FeatureOptions features, bool plus) =>
            new RegMeanMerge(new RegMeanOptions { MergedInputs = plus }).Merge(WaveModels.Input(WaveModels.Context(features: features, config: config), config));
        var average = new AverageMerge().Merge(WaveModels.Input(null, config));
        foreach (var plus in new[] { false, true })
        {
            var whole = Merge(new FeatureOptions { Pooling = Pooling.Pooler, MaxTokens = 6 }, plus);
            var first = Merge(new FeatureOptions { Layer = 1, MaxTokens = 6 }, plus);
            Assert.Equal(first["embeddings_project.weight"].Data, whole["embeddings_project.weight"].Data);
            Assert.NotEqual(average["embeddings_project.weight"].Data, whole["embeddings_project.weight"].Data);
            Assert.NotEqual(average["pooler.dense.weight"].Data, whole["pooler.dense.weight"].Data);
            Assert.Equal(average["pooler.dense.weight"].Data, first["pooler.dense.weight"].Data);
            Assert.Equal(average["encoder.layer.1.output.dense.weight"].Data, first["encoder.layer.1.output.dense.weight"].Data);
            Assert.NotEqual(average["encoder.layer.0.output.dense.weight"].Data, first["encoder.layer.0.output.dense.weight"].Data);
        }
    }

    [Fact]
    public void Every_layer_is_reported_and_cancelling_stops()
    {
        var reports = new List<MergeProgress>();
        using var source = new CancellationTokenSource();
        new RegMeanMerge().Merge(WaveModels.Input(WaveModels.Context(progress: new Listener(reports.Add))), source.Token);
        Assert.Equal([(1, 2), (2, 2)], reports.Select(report => (report.Done, report.Total)));
        var stopping = WaveModels.Input(WaveModels.Context(progress: new Listener(_ => source.Cancel())));
        Assert.Throws<OperationCanceledException>(() => new RegMeanMerge().Merge(stopping, source.Token));
    }

    [Theory]
    [InlineData(1.1, 1e-4, 10, "OffDiagonalScale")]
    [InlineData(double.NaN, 1e-4, 10, "OffDiagonalScale")]
    [InlineData(0.9, 0, 10, "Ridge")]
    [InlineData(0.9, double.PositiveInfinity, 10, "Ridge")]
    [InlineData(0.9, 1e-4, 1, "MaxResponses")]
    public void An_option_out_of_range_is_refused(double scale, double ridge, int responses, string option)
    {
        var message = WaveModels.Refused(() => _ = new RegMeanMerge(new RegMeanOptions { OffDiagonalScale = scale, Ridge = ridge, MaxResponses = responses }));
        Assert.Contains(option, message, StringComparison.Ordinal);
        Assert.Contains("'regmean'", message, StringComparison.Ordinal);
    }

    private sealed class Listener(Action<MergeProgress> action) : IProgress<MergeProgress>
    {
        public void Report(MergeProgress value) => action(value);
    }
}
