namespace GwSmm.Encoders.Tests;

public class TrainingOptionsTests
{
    [Fact]
    public void TrainingOptions_Defaults()
    {
        var options = new TrainingOptions();
        Assert.Equal(4, options.Epochs);
        Assert.Equal(0, options.MinimumSteps);
        Assert.Equal(16, options.BatchSize);
        Assert.Equal(5e-5, options.LearningRate);
        Assert.Null(options.MicroBatchSize);
        Assert.Equal(1, options.LayerDecay);
        Assert.Null(options.FrozenLayers);
        Assert.Null(options.Lora);
        Assert.Equal(ClassWeighting.None, options.ClassWeighting);
        Assert.Null(options.ClassWeights);
        Assert.Equal(0.01, options.WeightDecay);
        Assert.Equal(0.1, options.WarmupFraction);
        Assert.Null(options.Dropout);
        Assert.Equal(1, options.GradientClip);
        Assert.Equal(0.1, options.ValidationFraction);
        Assert.Equal(3, options.Patience);
        Assert.Equal(1UL, options.Seed);
        Assert.Equal(Environment.ProcessorCount, options.Threads);
        Assert.Equal(new FeatureOptions(), options.Features);
        options.Validate();
    }

    [Fact]
    public void DefaultsDependOnWhetherTheEncoderIsPretrained()
    {
        var random = Models.Base();
        var pretrained = new BaseEncoder(random.Config, random.Weights, random.Vocabulary, lowerCase: true, isPretrained: true);
        var features = new FeatureOptions { MaxTokens = Math.Min(128, random.Config.MaxPositions) };
        Assert.Equal(TrainingOptions.ForRandomInitialisation() with { Features = features }, TrainingOptions.For(random));
        Assert.Equal(new TrainingOptions { Features = features }, TrainingOptions.For(pretrained));
        Assert.True(TrainingOptions.For(random).LearningRate > TrainingOptions.For(pretrained).LearningRate);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(512, 128)]
    public void TextsAreCutToTheLengthThatTheEncoderTakes(int positions, int expected)
    {
        var random = Models.Base();
        var encoder = BaseEncoder.Create(random.Config with { MaxPositions = positions }, random.Vocabulary, seed: 1);
        Assert.Equal(expected, TrainingOptions.For(encoder).Features.MaxTokens);
    }

    public static TheoryData<string, TrainingOptions> OutOfRange => new()
    {
        { "Epochs", new TrainingOptions { Epochs = 0 } },
        { "MinimumSteps", new TrainingOptions { MinimumSteps = -1 } },
        { "BatchSize", new TrainingOptions { BatchSize = 0 } },
        { "LearningRate", new TrainingOptions { LearningRate = double.NaN } },
        { "LearningRate", new TrainingOptions { LearningRate = 0 } },
        { "MicroBatchSize", new TrainingOptions { MicroBatchSize = 0 } },
        { "LayerDecay", new TrainingOptions { LayerDecay = 0 } },
        { "LayerDecay", new TrainingOptions { LayerDecay = 1.1 } },
        { "FrozenLayers", new TrainingOptions { FrozenLayers = -1 } },
        { "ClassWeighting", new TrainingOptions { ClassWeighting = ClassWeighting.Given } },
        { "ClassWeighting", new TrainingOptions { ClassWeighting = (ClassWeighting)7 } },
        { "ClassWeighting", new TrainingOptions { ClassWeights = new Dictionary<string, double>(StringComparer.Ordinal) } },
        { "ClassWeights['1']", new TrainingOptions { ClassWeighting = ClassWeighting.Given, ClassWeights = new Dictionary<string, double>(StringComparer.Ordinal) { ["1"] = double.NaN } } },
        { "WeightDecay", new TrainingOptions { WeightDecay = -1 } },
        { "WarmupFraction", new TrainingOptions { WarmupFraction = 1 } },
        { "Dropout", new TrainingOptions { Dropout = 1 } },
        { "GradientClip", new TrainingOptions { GradientClip = 0 } },
        { "ValidationFraction", new TrainingOptions { ValidationFraction = 0.6 } },
        { "Patience", new TrainingOptions { Patience = 0 } },
        { "Threads", new TrainingOptions { Threads = 0 } },
        { "Features.MaxTokens", new TrainingOptions { Features = new FeatureOptions { MaxTokens = 2 } } },
        { "Features.Layer", new TrainingOptions { Features = new FeatureOptions { Layer = -1 } } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void NamesTheOptionOutOfRange(string option, TrainingOptions options)
    {
        var exception = Assert.Throws<GwSmmException>(() => new ScorerTrainer(options));
        Assert.Contains($"TrainingOptions.{option} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("must be", exception.Message, StringComparison.Ordinal);
    }
}
