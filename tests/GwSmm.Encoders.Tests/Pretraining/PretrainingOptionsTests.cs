namespace GwSmm.Encoders.Tests;

public class PretrainingOptionsTests
{
    [Fact]
    public void PretrainingOptions_Defaults()
    {
        var options = new PretrainingOptions();
        Assert.Equal(5, options.Epochs);
        Assert.Null(options.Steps);
        Assert.Equal(16, options.BatchSize);
        Assert.Equal(128, options.MaxTokens);
        Assert.Equal(0.15, options.MaskedFraction);
        Assert.Equal(1e-3, options.LearningRate);
        Assert.Equal(0.01, options.WeightDecay);
        Assert.Equal(0.1, options.WarmupFraction);
        Assert.Equal(0, options.Dropout);
        Assert.Equal(1, options.GradientClip);
        Assert.Equal(0.02, options.HeldOutFraction);
        Assert.Equal(1000, options.EvaluationInterval);
        Assert.Equal(1UL, options.Seed);
        Assert.Equal(Environment.ProcessorCount, options.Threads);
        options.Validate();
    }

    public static TheoryData<string, PretrainingOptions> OutOfRange => new()
    {
        { "Epochs", new PretrainingOptions { Epochs = 0 } },
        { "Steps", new PretrainingOptions { Steps = 0 } },
        { "BatchSize", new PretrainingOptions { BatchSize = 0 } },
        { "MaxTokens", new PretrainingOptions { MaxTokens = 3 } },
        { "MaskedFraction", new PretrainingOptions { MaskedFraction = 0 } },
        { "MaskedFraction", new PretrainingOptions { MaskedFraction = double.NaN } },
        { "LearningRate", new PretrainingOptions { LearningRate = double.PositiveInfinity } },
        { "WeightDecay", new PretrainingOptions { WeightDecay = double.NaN } },
        { "WarmupFraction", new PretrainingOptions { WarmupFraction = 1 } },
        { "Dropout", new PretrainingOptions { Dropout = -0.1 } },
        { "GradientClip", new PretrainingOptions { GradientClip = 0 } },
        { "HeldOutFraction", new PretrainingOptions { HeldOutFraction = 0.6 } },
        { "EvaluationInterval", new PretrainingOptions { EvaluationInterval = 0 } },
        { "Threads", new PretrainingOptions { Threads = 0 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void The_option_out_of_range_is_named(string option, PretrainingOptions options)
    {
        var exception = Assert.Throws<GwSmmException>(() => new MaskedLanguageTrainer(options));
        Assert.Contains($"PretrainingOptions.{option} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("must be", exception.Message, StringComparison.Ordinal);
    }
}
