using System.Text;

namespace Microsoft.ML;

public sealed class ModelSaveContext : IDisposable
{
    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal readonly BinaryWriter Writer;
    internal ModelHeader Header;

    private readonly List<string> _strings = [];
    private readonly Repository.Entry _entry;
    private readonly MemoryStream _body = new();

    internal ModelSaveContext(RepositoryWriter rep, string dir, string name)
    {
        ArgumentNullException.ThrowIfNull(rep);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Repository = rep;
        Directory = dir;
        _entry = rep.CreateEntry(dir, name);
        Writer = new BinaryWriter(_body, Encoding.UTF8, leaveOpen: true);
    }

    internal bool InRepository => Repository is not null;

    public void Dispose() => _entry.Dispose();

    internal static void SaveModel<T>(RepositoryWriter rep, T value, string path)
        where T : class
    {
        if (value is not ICanSaveModel model)
            return;
        using var ctx = new ModelSaveContext(rep, path, ModelLoadContext.ModelStreamName);
        model.Save(ctx);
        ctx.Done();
    }

    internal void SaveModel<T>(T value, string name)
        where T : class => SaveModel(Repository, value, Path.Combine(Directory ?? "", name));

    internal void SaveSubModel(string dir, Action<ModelSaveContext> fn)
    {
        using var ctx = new ModelSaveContext(Repository, Path.Combine(Directory ?? "", dir), ModelLoadContext.ModelStreamName);
        fn(ctx);
        ctx.Done();
    }

    internal void CheckAtModel()
    {
        Writer.Flush();
        if (_body.Position != 0)
            throw new InvalidOperationException("Something was written before.");
    }

    internal void SetVersionInfo(VersionInfo ver) => Header.SetVersionInfo(ver);

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        using Repository.Entry entry = Repository.CreateEntry(Directory, name);
        using var writer = new StreamWriter(entry.Stream, new UTF8Encoding(false), 1024, leaveOpen: true);
        action(writer);
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        using Repository.Entry entry = Repository.CreateEntry(Directory, name);
        using var writer = new BinaryWriter(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(writer);
    }

    internal void SaveStringOrNull(string str) => Writer.Write(str is null ? -1 : IdOf(str));

    internal void SaveString(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        SaveStringOrNull(str);
    }

    internal void SaveNonEmptyString(string str)
    {
        ArgumentException.ThrowIfNullOrEmpty(str);
        SaveStringOrNull(str);
    }

    internal void Done()
    {
        Writer.Flush();
        Header.Write(_entry.Stream, _strings, _body);
        Dispose();
    }

    private int IdOf(string text)
    {
        int id = _strings.IndexOf(text);
        if (id >= 0)
            return id;
        _strings.Add(text);
        return _strings.Count - 1;
    }
}
