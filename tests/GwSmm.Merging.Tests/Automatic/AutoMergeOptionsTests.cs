namespace GwSmm.Merging.Tests;

public class AutoMergeOptionsTests
{
    [Fact]
    public void AutoMergeOptions_Defaults()
    {
        var options = new AutoMergeOptions();
        options.Validate();
        Assert.Equal((0.99, 0.97, 0.9, 500), (options.Retention, options.WorstRetention, options.Confidence, options.Resamples));
        Assert.Equal((0.34, 0.25, 1000), (options.MaxStorage, options.ValidationFraction, options.MaxHeadRows));
        Assert.Null(options.Validation);
        Assert.Null(options.LayerSharing);
        Assert.IsType<AverageMerge>(Assert.Single(options.Methods));
        Assert.Equal([DeltaKind.Sign, DeltaKind.Int2, DeltaKind.Int3, DeltaKind.Int4, DeltaKind.Int8], options.Corrections.Select(correction => correction.Kind));
    }

    [Fact]
    public void An_option_out_of_range_is_named()
    {
        Refuses(new AutoMergeOptions { Retention = 0 }, "Retention");
        Refuses(new AutoMergeOptions { Retention = double.NaN }, "Retention");
        Refuses(new AutoMergeOptions { WorstRetention = 1.1 }, "WorstRetention");
        Refuses(new AutoMergeOptions { Confidence = 0.2 }, "Confidence");
        Refuses(new AutoMergeOptions { Resamples = 10 }, "Resamples");
        Refuses(new AutoMergeOptions { MaxStorage = 0 }, "MaxStorage");
        Refuses(new AutoMergeOptions { ValidationFraction = 0.6 }, "ValidationFraction");
        Refuses(new AutoMergeOptions { MaxHeadRows = 2 }, "MaxHeadRows");
        Refuses(new AutoMergeOptions { Methods = [] }, "Methods");

        Assert.Throws<GwSmmException>(new AutoMergeOptions { LayerSharing = new LayerSharingOptions { MaxTexts = 1 } }.Validate);

        Assert.Contains(
            "DeltaOptions.Rank",
            Assert.Throws<GwSmmException>(new AutoMergeOptions { Corrections = [new DeltaOptions(), new DeltaOptions { Rank = 0 }] }.Validate).Message,
            StringComparison.Ordinal);

        static void Refuses(AutoMergeOptions options, string name) =>
            Assert.Contains($"AutoMergeOptions.{name}", Assert.Throws<GwSmmException>(options.Validate).Message, StringComparison.Ordinal);
    }
}
