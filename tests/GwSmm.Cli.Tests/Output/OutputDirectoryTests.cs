namespace GwSmm.Cli.Tests;

public sealed class OutputDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Complete_moves_every_file_and_replaces_old_ones()
    {
        _directory.Write("a.txt", "old");
        _directory.Write("kept.txt", "kept");
        using (var output = new OutputDirectory(_directory.Path))
        {
            File.WriteAllText(output.PathTo("a.txt"), "new");
            File.WriteAllText(output.PathTo("b.txt"), "b");
            output.Complete();
        }

        Assert.Equal(["a.txt", "b.txt", "kept.txt"], _directory.Names());
        Assert.Equal("new", File.ReadAllText(_directory.PathTo("a.txt")));
    }

    [Fact]
    public void Without_complete_the_destination_is_as_it_was()
    {
        _directory.Write("a.txt", "old");
        using (var output = new OutputDirectory(_directory.Path))
        {
            File.WriteAllText(output.PathTo("a.txt"), "new");
        }

        Assert.Equal(["a.txt"], _directory.Names());
        Assert.Equal("old", File.ReadAllText(_directory.PathTo("a.txt")));
    }

    [Fact]
    public void Without_complete_created_folders_go_away()
    {
        using (new OutputDirectory(Path.Combine(_directory.Path, "x", "y")))
        {
            Assert.True(Directory.Exists(_directory.PathTo("x")));
        }

        Assert.Empty(_directory.Names());
    }

    [Fact]
    public void Without_complete_files_of_others_in_created_folders_stay()
    {
        using (new OutputDirectory(Path.Combine(_directory.Path, "x", "y")))
        {
            Directory.CreateDirectory(_directory.PathTo("x/other"));
            File.WriteAllText(_directory.PathTo("x/other/merged.zip"), "of another run");
        }

        Assert.False(Directory.Exists(_directory.PathTo("x/y")));
        Assert.Equal("of another run", File.ReadAllText(_directory.PathTo("x/other/merged.zip")));
    }

    [Fact]
    public void Without_complete_a_cache_inside_stays()
    {
        using (new OutputDirectory(_directory.PathTo("out")))
        {
            Directory.CreateDirectory(_directory.PathTo("out/cache"));
            File.WriteAllText(_directory.PathTo("out/cache/model"), "trained");
        }

        Assert.Equal("cache", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_directory.PathTo("out")))));
        Assert.Equal("trained", File.ReadAllText(_directory.PathTo("out/cache/model")));
    }

    [Fact]
    public void Refuses_a_destination_that_is_a_file()
    {
        var file = _directory.Write("file", "x");

        var error = Assert.Throws<GwSmmException>(() => new OutputDirectory(file));

        Assert.Contains($"'{file}' (--out)", error.Message, StringComparison.Ordinal);
        Assert.Equal("x", File.ReadAllText(file));
    }

    [Fact]
    public void File_that_fails_half_way_leaves_the_old_one()
    {
        var path = _directory.Write("a.csv", "old");

        Assert.Throws<InvalidOperationException>(() => OutputFile.Write(path, temporary =>
        {
            File.WriteAllText(temporary, "half");
            throw new InvalidOperationException();
        }));

        Assert.Equal(["a.csv"], _directory.Names());
        Assert.Equal("old", File.ReadAllText(path));
    }
}
