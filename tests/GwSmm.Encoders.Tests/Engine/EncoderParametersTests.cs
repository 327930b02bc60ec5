using System.Runtime.InteropServices;

namespace GwSmm.Encoders.Tests;

public sealed class EncoderParametersTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        // Windows deletes no file that is mapped.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _directory.Dispose();
    }

    [Fact]
    public void Tables_are_arrays_for_training_and_only_read_for_inference()
    {
        var origin = Models.Base();
        var (training, inference) = (new EncoderParameters(origin.Config, origin.Weights), EncoderParameters.ForInference(origin.Config, origin.Weights));

        Assert.Same(origin.Weights[EncoderParameters.WordName].Data, training.Words.Array);
        Assert.Same(origin.Weights[HuggingFaceDirectory.Positions].Data, training.Positions.Array);
        Assert.Throws<InvalidOperationException>(() => inference.Words.Array);
        Assert.Throws<InvalidOperationException>(() => inference.Positions.Array);
        Assert.Equal(training.Words.Array, inference.Words.Values.ToArray());
    }

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.Roberta)]
    public void Tables_of_a_mapped_checkpoint_lie_in_the_file(EncoderFamily family)
    {
        var origin = family == EncoderFamily.Roberta ? BytePairs() : Models.Base();
        origin.Save(_directory.FullName);

        var files = HuggingFaceDirectory.Load(_directory.FullName, readHead: false, mapped: true);

        var tables = EncoderParameters.ForInference(files.Config, files.Weights);
        Assert.All(new[] { tables.Words, tables.Positions }, table => Assert.False(MemoryMarshal.TryGetArray(table.Values, out _)));
        Assert.Equal(origin.Weights[HuggingFaceDirectory.Positions].Data, tables.Positions.Values.ToArray());
        Assert.Equal(origin.Hash, BaseEncoder.Load(_directory.FullName).Hash);
    }

    [Fact]
    public void A_precision_that_is_none_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        "precision", () => new BertEncoder(Models.Base().Config, Models.Base().Weights, 1, (EncoderPrecision)17));

    private static BaseEncoder BytePairs()
    {
        var vocabulary = Vocabulary.CreateBytePairs(["<s>", "<pad>", "</s>", "<unk>", .. ByteAlphabet.Letters.Select(letter => letter.ToString())], [], addPrefixSpace: false, "test");
        return BaseEncoder.Create(Models.Config with { VocabularySize = vocabulary.Count, Family = EncoderFamily.Roberta, TokenTypeCount = 1 }, vocabulary, 1);
    }
}
