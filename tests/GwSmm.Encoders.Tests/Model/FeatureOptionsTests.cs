namespace GwSmm.Encoders.Tests.Model;

public sealed class FeatureOptionsTests
{
    [Fact]
    public void FeatureOptions_Defaults()
    {
        var options = new FeatureOptions();

        Assert.Equal(Pooling.Mean, options.Pooling);
        Assert.Null(options.Layer);
        Assert.Equal(128, options.MaxTokens);
    }
}
