namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class EncoderCheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Parts_written_in_any_order_give_the_bytes_of_a_saved_encoder()
    {
        var drawn = Models.Base();
        var encoder = new BaseEncoder(drawn.Config, drawn.Weights, drawn.Vocabulary, drawn.LowerCase, isPretrained: true);
        encoder.Save(_directory["whole"]);
        using (var writer = new EncoderCheckpointWriter(_directory["parts"], encoder.Config, encoder.Vocabulary, encoder.LowerCase, encoder.IsPretrained))
        {
            foreach (var tensor in encoder.Weights.Tensors.Reverse())
            {
                var half = tensor.Data.Length / 2;
                writer.Write(tensor.Name, half, tensor.Data.AsSpan(half));
                writer.Write(tensor.Name, 0, tensor.Data.AsSpan(0, half));
            }

            writer.Complete();
        }

        foreach (var file in Directory.GetFiles(_directory["whole"]))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_directory["parts"], Path.GetFileName(file))));
        }

        Assert.Equal(Directory.GetFiles(_directory["whole"]).Length, Directory.GetFiles(_directory["parts"]).Length);
        Assert.Equal(new FileInfo(Path.Combine(_directory["parts"], "model.safetensors")).Length, EncoderCheckpointWriter.WeightBytes(encoder.Config, encoder.Vocabulary));
    }

    [Theory]
    [MemberData(nameof(FamilyTests.Families), MemberType = typeof(FamilyTests))]
    public void Parts_read_from_a_file_of_PyTorch_give_the_same_directory_for_every_family(string family)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Golden", "checkpoints", family);
        var encoder = BaseEncoder.Load(folder);
        encoder.Save(_directory["whole"]);
        using (var checkpoint = EncoderCheckpoint.Open(folder))
        {
            Assert.Equal(encoder.Hash, checkpoint.ComputeHash());
            Assert.Equal(["low", "middle", "high"], checkpoint.DescribeScorer().Head!.Labels);
            Assert.Equal("pytorch_model.bin", Assert.Single(checkpoint.HashFiles()).Key);
            using var writer = new EncoderCheckpointWriter(_directory["parts"], checkpoint.Config, checkpoint.Vocabulary, checkpoint.LowerCase);
            foreach (var (name, shape) in checkpoint.Tensors)
            {
                var part = new float[1];
                for (var i = 0; i < shape.Aggregate(1, (product, size) => product * size); i++)
                {
                    checkpoint.Read(name, i, part);
                    writer.Write(name, i, part);
                }
            }

            writer.Complete();
        }

        Assert.Equal(File.ReadAllBytes(_directory["whole/model.safetensors"]), File.ReadAllBytes(_directory["parts/model.safetensors"]));
        Assert.Equal(encoder.Hash, BaseEncoder.Load(_directory["parts"]).Hash);
    }

    [Fact]
    public void A_writer_that_is_not_completed_leaves_no_file()
    {
        var encoder = Models.Base();
        using (var writer = new EncoderCheckpointWriter(_directory["parts"], encoder.Config, encoder.Vocabulary, encoder.LowerCase))
        {
            writer.Write("embeddings.LayerNorm.weight", 0, [1, 2]);
        }

        Assert.Empty(Directory.GetFiles(_directory["parts"]));
    }

    [Fact]
    public void Parts_of_a_tensor_and_the_hash_equal_the_whole_encoder()
    {
        var encoder = Models.Base();
        encoder.Save(_directory["a"]);
        using var checkpoint = EncoderCheckpoint.Open(_directory["a"]);

        Assert.Equal(encoder.Hash, checkpoint.ComputeHash());
        Assert.Equal(encoder.Weights.Tensors.Select(tensor => tensor.Name), checkpoint.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);
        foreach (var tensor in encoder.Weights.Tensors)
        {
            var part = new float[tensor.Data.Length - 1];
            checkpoint.Read(tensor.Name, 1, part);
            Assert.Equal(tensor.Data[1..], part);
            Assert.Throws<ArgumentOutOfRangeException>(() => checkpoint.Read(tensor.Name, 2, part));
        }

        Assert.Null(checkpoint.DescribeScorer().Head);
        Assert.Equal("F32", checkpoint.Dtype("embeddings.LayerNorm.weight"));
    }
}
