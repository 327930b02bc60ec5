using GwSmm.Encoders;
using GwSmm.Merging;
using GwSmm.OptimalTransport;

namespace GwSmm.MLNet.Tests;

public class OptionsTests
{
    [Fact]
    public void TextScorerOptions_Defaults() => Assert.Equal(
        new TextScorerOptions
        {
            ItemColumn = "Item",
            TextColumn = "Text",
            LabelColumn = "Label",
            Training = null,
            Seed = null,
            Precision = EncoderPrecision.Float32,
            CancellationToken = CancellationToken.None,
            Progress = null,
        },
        new TextScorerOptions());

    [Fact]
    public void GwMergeOptions_Defaults()
    {
        var options = new GwMergeOptions();

        Assert.IsType<AverageMerge>(options.Method);
        Assert.Equal(
            new GwMergeOptions
            {
                MaxGroupSize = null,
                Clusters = null,
                DistanceThreshold = null,
                Plan = null,
                Automatic = null,
                Corrections = null,
                DeltaMethod = null,
                Method = options.Method,
                Metric = CostMetric.Euclidean,
                RefitHeads = true,
                HeadFit = null,
                Decision = new HeadDecisionOptions(),
                RefitIndividuals = false,
                MaxFeatureRows = 500,
                Seed = null,
                Threads = Environment.ProcessorCount,
                BaseEncoder = null,
                Precision = EncoderPrecision.Float32,
                CancellationToken = CancellationToken.None,
                Progress = null,
            },
            options);
    }

    [Fact]
    public void GwMergeOptions_Auto_takes_shares_in_range()
    {
        var automatic = GwMergeOptions.Auto(retention: 0.95, maxStorage: 0.2).Automatic!;
        Assert.Equal((0.95, 0.95, 0.2), (automatic.Retention, automatic.WorstRetention, automatic.MaxStorage));
        var defaults = GwMergeOptions.Auto().Automatic!;
        Assert.Equal((0.99, 0.97, 0.34), (defaults.Retention, defaults.WorstRetention, defaults.MaxStorage));
        Assert.Contains("Retention", Assert.Throws<GwSmmException>(() => GwMergeOptions.Auto(retention: 1.2)).Message, StringComparison.Ordinal);
        Assert.Contains("MaxStorage", Assert.Throws<GwSmmException>(() => GwMergeOptions.Auto(maxStorage: 0)).Message, StringComparison.Ordinal);
    }
}
