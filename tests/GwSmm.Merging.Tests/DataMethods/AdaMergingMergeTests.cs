using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class AdaMergingMergeTests
{
    [Fact]
    public void Defaults()
    {
        var options = new AdaMergingOptions();
        Assert.Equal((200, 16, 1e-3, (double?)null), (options.Steps, options.ResponsesPerItem, options.LearningRate, options.InitialCoefficient));
        var method = MergeMethods.Create("adamerging");
        Assert.Equal(("adamerging", true, true, HeadFit.Refit), (method.Name, method.NeedsBase, method.NeedsResponses, method.DefaultHeadFit));
    }

    // Twelve responses of each item are all of them several times over, whatever the order.
    [Fact]
    public void Three_steps_give_the_coefficients_of_NumPy_by_finite_differences() => WaveModels.AssertExpected(
        new AdaMergingMerge(new AdaMergingOptions { Steps = 3, ResponsesPerItem = 12, LearningRate = 0.05 }).Merge(WaveModels.Input(WaveModels.Context())), 9.548684116,
        [-0.0243253, -0.4762561, 0.5438731], [-0.2068585, 0.5523718, -0.5436308], [-0.4199304, 0.3625418], [0.0738285, 0.2624635]);

    [Fact]
    public void A_start_of_the_paper_gives_the_coefficients_of_NumPy() => WaveModels.AssertExpected(
        new AdaMergingMerge(new AdaMergingOptions { Steps = 1, ResponsesPerItem = 12, LearningRate = 0.01, InitialCoefficient = 0.3 }).Merge(WaveModels.Input(WaveModels.Context())), -0.899748182,
        [0.0025220, 0.0679977, -0.0772991], [0.0301872, -0.0784188, 0.0768737], [0.0418408, -0.0284992], [0.0181008, -0.0501253]);

    [Fact]
    public void Entropy_is_reported_and_falls()
    {
        var reports = new List<MergeProgress>();
        var context = WaveModels.Context(progress: new Listener(reports.Add));
        new AdaMergingMerge(new AdaMergingOptions { Steps = 45, LearningRate = 0.02 }).Merge(WaveModels.Input(context));
        Assert.Equal([(20, 45), (40, 45), (45, 45)], reports.Select(report => (report.Done, report.Total)));
        double[] entropies = [.. reports.Select(report => double.Parse(report.Message.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.True(entropies[2] < 0.5 * entropies[0], string.Join(", ", entropies));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_seed_draws_responses()
    {
        EncoderWeights Merge(int threads, ulong seed) =>
            new AdaMergingMerge(new AdaMergingOptions { Steps = 3, ResponsesPerItem = 1, LearningRate = 0.1 }).Merge(WaveModels.Input(WaveModels.Context(threads, seed)));
        WaveModels.AssertSame(Merge(1, 7), Merge(3, 7));
        Assert.NotEqual(WaveModels.Check(Merge(1, 7)), WaveModels.Check(Merge(1, 8)));
    }

    [Fact]
    public void Parts_that_the_features_do_not_use_keep_their_first_coefficient()
    {
        var config = WaveModels.Config with { HasPooler = true };
        var input = WaveModels.Input(WaveModels.Context(features: new FeatureOptions { Layer = 1, MaxTokens = 6 }, config: config), config);
        var merged = new AdaMergingMerge(new AdaMergingOptions { Steps = 2, LearningRate = 0.1 }).Merge(input);
        var average = new AverageMerge().Merge(input);
        foreach (var name in new[] { "pooler.dense.weight", "encoder.layer.1.output.dense.weight" })
        {
            Assert.All(average[name].Data.Zip(merged[name].Data), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }

        Assert.NotEqual(average["encoder.layer.0.output.dense.weight"].Data[0], merged["encoder.layer.0.output.dense.weight"].Data[0], 1e-3);
    }

    [Fact]
    public void A_missing_base_is_refused_and_cancelling_stops()
    {
        var input = WaveModels.Input(WaveModels.Context());
        var message = WaveModels.Refused(() => new AdaMergingMerge().Merge(new MergeInput(input.Items, input.Models, context: input.Context)));
        Assert.Contains("needs the base encoder that 'A', 'B' grew from", message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => new AdaMergingMerge().Merge(input, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void An_option_out_of_range_is_refused()
    {
        static void Refused(AdaMergingOptions options, string part) =>
            Assert.Contains(part, WaveModels.Refused(() => _ = new AdaMergingMerge(options)), StringComparison.Ordinal);
        Refused(new AdaMergingOptions { Steps = 0 }, "Steps");
        Refused(new AdaMergingOptions { ResponsesPerItem = 0 }, "ResponsesPerItem");
        Refused(new AdaMergingOptions { LearningRate = double.NaN }, "LearningRate");
        Refused(new AdaMergingOptions { InitialCoefficient = double.PositiveInfinity }, "InitialCoefficient");
    }

    /// <summary>Values and gradients worked out with NumPy.</summary>
    [Theory]
    [InlineData(HeadKind.MultiClass, 0.6215846046792745, 0.39255466, 0.2049285, -0.59748317)]
    [InlineData(HeadKind.MultiLabel, 0.536794760851535, -0.07833457, 0.13107462, -0.13999145)]
    public void Entropy_and_its_gradient_are_those_of_the_formula(HeadKind kind, double entropy, double first, double second, double third)
    {
        float[] logits = [0.5f, -1, 2];
        Assert.Equal(entropy, EntropyLoss.Row(kind, logits, 2), 1e-7);
        Assert.Equal(first, logits[0], 1e-7);
        Assert.Equal(second, logits[1], 1e-7);
        Assert.Equal(third, logits[2], 1e-7);
        float[] huge = [3000, -3000];
        Assert.Equal(0, EntropyLoss.Row(kind, huge, 1), 1e-6);
        Assert.All(huge, value => Assert.Equal(0, value));
    }

    private sealed class Listener(Action<MergeProgress> action) : IProgress<MergeProgress>
    {
        public void Report(MergeProgress value) => action(value);
    }
}
