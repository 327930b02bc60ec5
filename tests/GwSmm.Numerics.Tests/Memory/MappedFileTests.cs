using System.Runtime.CompilerServices;

namespace GwSmm.Numerics.Tests.Memory;

public sealed class MappedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose()
    {
        // Windows deletes no file that is mapped.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        File.Delete(_path);
    }

    [Fact]
    public void Numbers_are_read_where_they_lie_after_the_file_was_closed()
    {
        var values = Map(4, 3);

        // The map is held by the memory alone.
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal([1, -2, 0.5f], values.ToArray());
        using var pin = values.Pin();
        Assert.Equal(-2, values[1..].Span[0]);
    }

    [Theory]
    [InlineData(-4, 1)]
    [InlineData(2, 1)]
    [InlineData(4, -1)]
    [InlineData(4, 4)]
    [InlineData(20, 0)]
    [InlineData(4, int.MaxValue)]
    public void What_the_file_does_not_hold_is_refused(long offset, int count) => Assert.Throws<ArgumentOutOfRangeException>(() => Map(offset, count));

    [Fact]
    public void Nothing_is_an_empty_memory() => Assert.True(Map(16, 0).IsEmpty);

    [Fact]
    public void An_empty_file_is_refused()
    {
        using var handle = File.OpenHandle(_path);

        Assert.Throws<IOException>(() => MappedFile.Open(handle));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlyMemory<float> Map(long offset, int count)
    {
        var bytes = new byte[16];
        Buffer.BlockCopy(new[] { 1, -2, 0.5f }, 0, bytes, 4, 12);
        File.WriteAllBytes(_path, bytes);
        using var handle = File.OpenHandle(_path);
        var file = MappedFile.Open(handle);
        Assert.Equal(16, file.Length);
        return file.Floats(offset, count);
    }
}
