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
                CancellationToken = CancellationToken.None,
                Progress = null,
            },
            options);
    }
}
