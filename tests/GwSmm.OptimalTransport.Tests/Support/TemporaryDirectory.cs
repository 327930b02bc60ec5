namespace GwSmm.OptimalTransport.Tests;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("gwsmm-test-").FullName;

    public string PathTo(string name) => Path.Combine(_path, name);

    public string[] Names() => [.. Directory.EnumerateFileSystemEntries(_path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
