namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_CreatesDirectoriesAndReplacesFiles()
    {
        var path = Path.Combine(_directory["a"], "b", "c.txt");
        AtomicFile.Write(path, stream => stream.Write("old and long"u8));

        AtomicFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Write_CancelledHalfwayLeavesNothingBehind()
    {
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(_directory["new.bin"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new OperationCanceledException();
        }));

        Assert.Empty(Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Write_NamesAPathThatIsADirectory()
    {
        Directory.CreateDirectory(_directory["folder"]);

        var error = Assert.Throws<GwSmmException>(() => AtomicFile.Write(_directory["folder"], stream => stream.WriteByte(1)));

        Assert.Contains("folder' cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void Write_PassesOurOwnErrorsOn() =>
        Assert.Equal("x", Assert.Throws<GwSmmException>(() => AtomicFile.Write(_directory["a"], _ => throw new GwSmmException("x"))).Message);
}
