using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

internal sealed class ModelLoadContext : IDisposable
{
    public const string ModelStreamName = "Model.key";

    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly BinaryReader Reader;
    public readonly string[] Strings;
    public readonly string LoaderAssemblyName;

    internal ModelHeader Header;

    internal ModelLoadContext(RepositoryReader rep, Repository.Entry ent, string dir)
    {
        Repository = rep;
        Directory = dir;
        Header = ModelHeader.Read(ent.Stream, out Strings, out MemoryStream body);
        LoaderAssemblyName = Header.LoaderAssemblyName;
        Reader = new BinaryReader(body, Encoding.UTF8);
    }

    public bool InRepository => Repository is not null;

    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        result = null;
        using Repository.Entry entry = rep.OpenEntryOrNull(dir, ModelStreamName);
        if (entry is null)
            return false;
        using var ctx = new ModelLoadContext(rep, entry, dir);
        if (!string.IsNullOrEmpty(ctx.LoaderAssemblyName))
            env.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.LoaderAssemblyName));
        result = env.ComponentCatalog.Create(env, ctx, ctx.Header.LoaderSignature) as TRes
            ?? throw new FormatException($"Couldn't load model: '{dir}'");
        ctx.Done();
        return true;
    }

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, rep, dir, extra))
            throw new FormatException("Corrupt model file");
    }

    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class => LoadModelOrNull<TRes, TSig>(env, out result, Repository, Path.Combine(Directory ?? "", name), extra);

    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class => LoadModel<TRes, TSig>(env, out result, Repository, Path.Combine(Directory ?? "", name), extra);

    public bool ContainsModel(string name)
    {
        using Repository.Entry entry = Repository.OpenEntryOrNull(Path.Combine(Directory ?? "", name), ModelStreamName);
        return entry is not null;
    }

    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        string path = Path.Combine(Directory ?? "", dir);
        using Repository.Entry entry = Repository.OpenEntryOrNull(path, ModelStreamName);
        if (entry is null)
            return false;
        using var ctx = new ModelLoadContext(Repository, entry, path);
        action(ctx);
        return true;
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        using Repository.Entry entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry is null)
            return false;
        using var reader = new BinaryReader(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(reader);
        return true;
    }

    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        using Repository.Entry entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry is null)
            return false;
        using var reader = new StreamReader(entry.Stream, leaveOpen: true);
        action(reader);
        return true;
    }

    public void CheckAtModel()
    {
        if (Reader.BaseStream.Position != 0)
            throw new InvalidOperationException("Something was read before.");
    }

    public void CheckAtModel(VersionInfo ver)
    {
        CheckAtModel();
        CheckVersionInfo(ver);
    }

    public void CheckVersionInfo(VersionInfo ver) => Header.CheckVersionInfo(ver);

    public string LoadStringOrNull()
    {
        int id = Reader.ReadInt32();
        if (id < -1 || id >= Strings.Length)
            throw new FormatException("Corrupt model file");
        return id < 0 ? null : Strings[id];
    }

    public string LoadString() => LoadStringOrNull() ?? throw new FormatException("Corrupt model file");

    public string LoadNonEmptyString() => LoadString() is { Length: > 0 } text ? text : throw new FormatException("Corrupt model file");

    // A loader must have read the main stream to exactly its end.
    public void Done()
    {
        if (Reader.BaseStream.Position != Reader.BaseStream.Length)
            throw new FormatException("The loader has not read all of the model.");
        Dispose();
    }

    public void Dispose() => Reader.Dispose();
}
