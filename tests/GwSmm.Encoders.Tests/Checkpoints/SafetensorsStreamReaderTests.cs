namespace GwSmm.Encoders.Tests;

public class SafetensorsStreamReaderTests
{
    [Fact]
    public void Read_EqualsWhatWasWritten()
    {
        var bytes = Bytes();
        using var stream = new MemoryStream([.. bytes, 9, 9]);
        var tensors = SafetensorsStreamReader.Read(stream, bytes.Length, "here");
        Assert.Equal(["a", "b", "c"], tensors.Select(tensor => tensor.Name).ToArray());
        Assert.Equal([2, 3], tensors[0].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors[0].Data);
        Assert.Empty(tensors[1].Data);
        Assert.Equal(20_000, tensors[2].Data.Length);
        Assert.Equal(19_999, tensors[2].Data[^1]);
        Assert.Equal(bytes.Length, stream.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(400)]
    public void Read_TruncatedStream_IsRefused(int length)
    {
        var bytes = Bytes();
        var error = Assert.Throws<GwSmmException>(() => SafetensorsStreamReader.Read(new MemoryStream(bytes[..length]), bytes.Length, "here"));
        Assert.StartsWith("Checkpoint 'here' ends too early", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooShortLength_IsRefused() =>
        Assert.StartsWith("Checkpoint 'here' ends too early: There are 7 bytes.", Assert.Throws<GwSmmException>(() => SafetensorsStreamReader.Read(new MemoryStream(Bytes()), 7, "here")).Message, StringComparison.Ordinal);

    private static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [new Tensor("a", [2, 3], [1, 2, 3, 4, 5, 6]), new Tensor("c", [20_000], [.. Enumerable.Range(0, 20_000).Select(i => (float)i)]), new Tensor("b", [0], [])]);
        return stream.ToArray();
    }
}
