using Microsoft.ML.Runtime;

namespace Microsoft.ML;

internal abstract partial class Repository : IDisposable
{
    private readonly List<Entry> _open = [];

    protected Repository(IExceptionContext ectx) => ExceptionContext = ectx;

    public IExceptionContext ExceptionContext { get; }

    protected bool Disposed { get; private set; }

    public void Dispose()
    {
        if (Disposed)
            return;
        Dispose(true);
        Disposed = true;
    }

    protected static string PathOf(string dir, string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Contains("..", StringComparison.Ordinal))
            throw new ArgumentOutOfRangeException(nameof(name));
        if (dir?.Contains("..", StringComparison.Ordinal) == true)
            throw new ArgumentOutOfRangeException(nameof(dir));
        return Path.Combine(dir ?? "", name).Replace('\\', '/').TrimStart('/');
    }

    protected virtual void Dispose(bool disposing) => DisposeAllEntries();

    protected void DisposeAllEntries()
    {
        while (_open.Count > 0)
            _open[^1].Dispose();
    }

    protected void RemoveEntry(Entry ent) => _open.Remove(ent);

    protected abstract void OnDispose(Entry ent);

    protected Entry AddEntry(string pathEnt, Stream stream)
    {
        var entry = new Entry(this, pathEnt, stream);
        _open.Add(entry);
        return entry;
    }
}
