using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public sealed class CheckpointSourceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gwsmm-test-");
    private readonly List<EncoderCheckpoint> _open = [];

    public void Dispose()
    {
        _open.ForEach(checkpoint => checkpoint.Dispose());
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void Another_architecture_is_named_with_items_and_directories()
    {
        var first = Save("a", TinyModels.Base());
        var second = Save("b", BaseEncoder.Create(TinyModels.Config with { LayerCount = 2 }, TinyModels.Vocabulary, 1));
        var error = Assert.Throws<GwSmmException>(() => new CheckpointSource(["Q1", "Q2"], [first, second])).Message;
        Assert.Contains("'Q1'", error, StringComparison.Ordinal);
        Assert.Contains(second.Directory, error, StringComparison.Ordinal);
        Assert.Contains("layers 1 and 2", error, StringComparison.Ordinal);
        Assert.Contains("The base encoder", Assert.Throws<GwSmmException>(() => new CheckpointSource(["Q2"], [second], first)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_vocabulary_is_refused()
    {
        var other = Vocabulary.Create([.. TinyModels.Vocabulary.Tokens.Reverse().Skip(12), .. TinyModels.Vocabulary.Tokens.Skip(4)], "other");
        var error = Assert.Throws<GwSmmException>(() => new CheckpointSource(
            ["a", "b"], [Save("a", TinyModels.Base()), Save("b", BaseEncoder.Create(TinyModels.Config, other, 1))])).Message;
        Assert.Contains("other words or another order", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_longest_word_is_refused()
    {
        var other = BaseEncoder.Create(TinyModels.Config, TinyModels.Vocabulary.WithMaxWordLength(100), 1);
        var error = Assert.Throws<GwSmmException>(() => new CheckpointSource(["a", "b"], [Save("a", TinyModels.Base()), Save("b", other)])).Message;
        Assert.Contains("words of up to 200 and 100 characters", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_type_is_named()
    {
        var first = Save("a", TinyModels.Base());
        Save("b", TinyModels.Base()).Dispose();
        var path = Path.Combine(_directory.FullName, "b", "model.safetensors");
        var tensors = first.ReadWeights().Tensors.ToArray();
        BrainFloatFile.Write(path, tensors);
        var second = EncoderCheckpoint.Open(Path.Combine(_directory.FullName, "b"));
        _open.Add(second);
        var error = Assert.Throws<GwSmmException>(() => new CheckpointSource(["a", "b"], [first, second])).Message;
        Assert.Contains("is F32 in one and BF16 in the other", error, StringComparison.Ordinal);
        var part = new float[3];
        second.Read("embeddings.word_embeddings.weight", 2, part);
        Assert.All(part.Zip(tensors.First(tensor => tensor.Name.EndsWith("word_embeddings.weight", StringComparison.Ordinal)).Data.Skip(2)), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    private EncoderCheckpoint Save(string name, BaseEncoder encoder)
    {
        encoder.Save(Path.Combine(_directory.FullName, name));
        var checkpoint = EncoderCheckpoint.Open(Path.Combine(_directory.FullName, name));
        _open.Add(checkpoint);
        return checkpoint;
    }
}
