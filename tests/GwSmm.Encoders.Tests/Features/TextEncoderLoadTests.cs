namespace GwSmm.Encoders.Tests;

public sealed class TextEncoderLoadTests : IDisposable
{
    private static readonly string[] Texts = ["water salt water", "salt", "", "waters salts"];

    // Wide and of few words, so that weights are nearly all that there is to hold.
    private static readonly EncoderConfig Wide = Models.Config with { HiddenSize = 128, IntermediateSize = 512, LayerCount = 3, HasPooler = true };
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        // Windows deletes no file that is mapped.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(EncoderPrecision.Float32, Pooling.Mean)]
    [InlineData(EncoderPrecision.Float32, Pooling.Pooler)]
    [InlineData(EncoderPrecision.Int8, Pooling.Mean)]
    public void Mapped_weights_give_the_features_of_copies(EncoderPrecision precision, Pooling pooling)
    {
        var encoder = Save();
        var features = new FeatureOptions { MaxTokens = Wide.MaxPositions, Pooling = pooling };
        var copied = new TextEncoder(encoder.Config, encoder.Weights, new TextTokenizer(encoder.Vocabulary), features, threads: 1, precision);

        Assert.Equal(copied.Encode(Texts), TextEncoder.Load(_directory.FullName, features, threads: 2, precision).Encode(Texts));
    }

    [Fact]
    public void Weights_are_not_copied()
    {
        var bytes = Save().Weights.ParameterCount * sizeof(float);
        TextEncoder.Load(_directory.FullName, threads: 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var loaded = TextEncoder.Load(_directory.FullName, threads: 1);
        loaded.Encode(Texts);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, bytes / 4);
    }

    [Fact]
    public void A_delta_on_mapped_weights_gives_the_features_of_one_on_copies()
    {
        var encoder = Save();
        var delta = new EncoderDelta(encoder.Weights.Tensors.Select(tensor =>
            (TensorDelta)new DenseDelta(tensor.Name, tensor.Shape, [.. Enumerable.Range(0, tensor.Values.Length).Select(i => 0.01f * (i % 3))])));
        var loaded = TextEncoder.Load(_directory.FullName, threads: 1);
        var features = new FeatureOptions { MaxTokens = Wide.MaxPositions };
        var copied = new TextEncoder(encoder.Config, encoder.Weights, new TextTokenizer(encoder.Vocabulary), features, threads: 1);

        Assert.Equal(copied.WithDelta(delta).Encode(Texts), loaded.WithDelta(delta).Encode(Texts));
    }

    [Fact]
    public void Texts_are_cut_to_what_the_encoder_takes()
    {
        Save();
        var loaded = TextEncoder.Load(_directory.FullName);

        loaded.Encode([string.Join(' ', Enumerable.Repeat("salt", Wide.MaxPositions))]);

        Assert.Equal(1, loaded.TruncatedCount);
    }

    [Fact]
    public void The_directory_can_be_replaced_while_it_is_in_use()
    {
        Save();
        var loaded = TextEncoder.Load(_directory.FullName, threads: 1);
        var before = loaded.Encode(Texts);
        if (OperatingSystem.IsWindows())
        {
            Assert.Throws<GwSmmException>(() => BaseEncoder.Create(Wide, Models.Vocabulary, 2).Save(_directory.FullName));
        }
        else
        {
            BaseEncoder.Create(Wide, Models.Vocabulary, 2).Save(_directory.FullName);
            Assert.NotEqual(before, TextEncoder.Load(_directory.FullName, threads: 1).Encode(Texts));
        }

        Assert.Equal(before, loaded.Encode(Texts));
    }

    [Fact]
    public void A_directory_without_a_model_is_refused() =>
        Assert.Contains("config.json", Assert.Throws<GwSmmException>(() => TextEncoder.Load(_directory.FullName)).Message, StringComparison.Ordinal);

    private BaseEncoder Save()
    {
        var encoder = BaseEncoder.Create(Wide, Models.Vocabulary, 1);
        encoder.Save(_directory.FullName);
        return encoder;
    }
}
