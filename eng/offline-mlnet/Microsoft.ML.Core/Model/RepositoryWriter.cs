using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

internal sealed class RepositoryWriter : Repository
{
    private readonly ZipArchive _archive;
    private readonly Queue<Entry> _closed = new();
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    private RepositoryWriter(Stream stream, IExceptionContext ectx)
        : base(ectx) => _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    public static RepositoryWriter CreateNew(Stream stream, IExceptionContext ectx = null, bool useFileSystem = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var repository = new RepositoryWriter(stream, ectx);
        using Entry entry = repository.CreateEntry("TrainingInfo", "Version.txt");
        using var writer = new StreamWriter(entry.Stream, leaveOpen: true);
        writer.WriteLine("offline stand-in");
        return repository;
    }

    public Entry CreateEntry(string name) => CreateEntry(null, name);

    public Entry CreateEntry(string dir, string name)
    {
        ObjectDisposedException.ThrowIf(Disposed, this);
        Flush();
        string path = PathOf(dir, name);
        if (!_paths.Add(path))
            throw new ArgumentOutOfRangeException(nameof(name), $"Duplicate entry: '{path}'");
        string temporary = Path.GetTempFileName();
        return AddEntry(path, new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose));
    }

    public void Commit()
    {
        DisposeAllEntries();
        Flush();
        Dispose();
    }

    // An entry goes into the archive when the next one is begun, since an archive is written one entry at a time.
    protected override void OnDispose(Entry ent)
    {
        RemoveEntry(ent);
        _closed.Enqueue(ent);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        while (_closed.TryDequeue(out Entry entry))
            entry.Stream.Dispose();
        _archive.Dispose();
    }

    private void Flush()
    {
        while (_closed.TryDequeue(out Entry entry))
        {
            using Stream source = entry.Stream;
            using Stream target = _archive.CreateEntry(entry.Path).Open();
            source.Position = 0;
            source.CopyTo(target);
        }
    }
}
