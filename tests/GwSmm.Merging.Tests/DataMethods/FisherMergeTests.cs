using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class FisherMergeTests
{
    [Fact]
    public void Defaults()
    {
        var options = new FisherOptions();
        Assert.Equal((FisherLabels.Expected, true, 1e-3, 256), (options.Labels, options.Normalise, options.Floor, options.MaxResponses));
        var method = MergeMethods.Create("fisher");
        Assert.Equal(("fisher", false, true, HeadFit.Refit), (method.Name, method.NeedsBase, method.NeedsResponses, method.DefaultHeadFit));
    }

    [Fact]
    public void Expected_information_gives_the_mean_of_NumPy_by_finite_differences() => WaveModels.AssertExpected(
        new FisherMerge().Merge(WaveModels.Input(WaveModels.Context())), 14.127372245,
        [0.0584180, -0.3582814, 0.3236499], [-0.5037373, 0.2280802, -0.2250739], [-0.3151698, 0.4727849], [0.4640701, 0.4819712]);

    [Fact]
    public void Information_that_is_not_normalised_gives_the_mean_of_NumPy() => WaveModels.AssertExpected(
        new FisherMerge(new FisherOptions { Normalise = false, Floor = 1e-2 }).Merge(WaveModels.Input(WaveModels.Context())), 14.265116529,
        [-0.0117926, -0.2654002, 0.2942479], [-0.4295334, 0.2282291, -0.2429964], [-0.2798300, 0.5094655], [0.4476990, 0.4595939]);

    [Theory]
    [InlineData(HeadKind.MultiClass)]
    [InlineData(HeadKind.MultiLabel)]
    public void Sampled_labels_have_the_expected_information_in_the_mean(HeadKind kind)
    {
        // Small weights make all labels likely, so that few draws suffice.
        var head = WaveModels.Heads["A"];
        var heads = new Dictionary<string, ScoringHead>(StringComparer.Ordinal) { ["A"] = new(kind, head.Labels, [.. head.Weight.Select(value => value / 5)], head.Bias) };
        int[][] sequences = [.. Enumerable.Range(0, 500).Select(i => WaveModels.Sequences["A"][i % 2])];
        var context = new MergeContext(WaveModels.Config, new FeatureOptions { MaxTokens = 6 }, new Dictionary<string, int[][]>(StringComparer.Ordinal) { ["A"] = sequences }, heads);
        float[] Compute(FisherLabels labels, int count) =>
            new FisherInformation(context, "A", WaveModels.Weights(1), sequences[..count], labels).Compute(sequences[..count], default)["encoder.layer.1.output.dense.weight"].Data;
        var (expected, sampled) = (Compute(FisherLabels.Expected, 2), Compute(FisherLabels.Sampled, 500));
        Assert.InRange(sampled.Sum() / expected.Sum(), 0.8, 1.25);
        Assert.All(expected.Zip(sampled), pair => Assert.Equal(pair.First, pair.Second, 0.3 * expected.Max()));
        Assert.NotEqual(expected, sampled);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_seed_draws_labels()
    {
        var method = new FisherMerge(new FisherOptions { Labels = FisherLabels.Sampled, MaxResponses = 3 });
        WaveModels.AssertSame(method.Merge(WaveModels.Input(WaveModels.Context(1, 7))), method.Merge(WaveModels.Input(WaveModels.Context(3, 7))));
        Assert.NotEqual(WaveModels.Check(method.Merge(WaveModels.Input(WaveModels.Context(1, 7)))), WaveModels.Check(method.Merge(WaveModels.Input(WaveModels.Context(1, 8)))));
    }

    [Fact]
    public void A_model_without_information_is_averaged()
    {
        var flat = new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[8], new float[2]);
        var heads = new Dictionary<string, ScoringHead>(StringComparer.Ordinal) { ["A"] = flat, ["B"] = flat };
        var input = WaveModels.Input(new MergeContext(WaveModels.Config, new FeatureOptions { MaxTokens = 6 }, WaveModels.Sequences, heads));
        var average = new AverageMerge().Merge(input);
        var merged = new FisherMerge().Merge(input);
        Assert.All(average.Tensors, tensor => Assert.All(tensor.Data.Zip(merged[tensor.Name].Data), pair => Assert.Equal(pair.First, pair.Second, 1e-6)));
    }

    [Fact]
    public void A_cancelled_merge_stops() =>
        Assert.Throws<OperationCanceledException>(() => new FisherMerge().Merge(WaveModels.Input(WaveModels.Context()), new CancellationToken(canceled: true)));

    [Fact]
    public void An_option_out_of_range_is_refused()
    {
        static void Refused(FisherOptions options, string part) =>
            Assert.Contains(part, WaveModels.Refused(() => _ = new FisherMerge(options)), StringComparison.Ordinal);
        Refused(new FisherOptions { Labels = (FisherLabels)7 }, "Labels");
        Refused(new FisherOptions { Floor = 0 }, "Floor");
        Refused(new FisherOptions { Floor = double.NaN }, "Floor");
        Refused(new FisherOptions { MaxResponses = 1 }, "MaxResponses");
    }
}
