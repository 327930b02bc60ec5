using System.Text;

namespace Microsoft.ML;

// What precedes the body of a main stream. The layout is the stand-in's own: its zips are not ML.NET's.
internal struct ModelHeader
{
    private const string Magic = "GwSmm offline ML.NET model 1";

    public ulong ModelSignature;
    public uint ModelVerWritten;
    public uint ModelVerReadable;
    public string LoaderSignature;
    public string LoaderAssemblyName;

    public void SetVersionInfo(VersionInfo version)
    {
        ModelSignature = version.ModelSignature;
        ModelVerWritten = version.VerWrittenCur;
        ModelVerReadable = version.VerReadableCur;
        LoaderSignature = version.LoaderSignature;
        LoaderAssemblyName = version.LoaderAssemblyName;
    }

    public readonly void CheckVersionInfo(VersionInfo version)
    {
        if (ModelSignature != version.ModelSignature)
            throw new FormatException("Unknown file type");
        if (ModelVerReadable > version.VerWrittenCur)
            throw new FormatException($"cannot read component '{version.LoaderSignature}' of the model, because the model is too new.");
        if (ModelVerWritten < version.VerWeCanReadBack)
            throw new FormatException($"cannot read component '{version.LoaderSignature}' of the model, because the model is too old.");
    }

    public readonly void Write(Stream target, IReadOnlyList<string> strings, MemoryStream body)
    {
        using var writer = new BinaryWriter(target, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(ModelSignature);
        writer.Write(ModelVerWritten);
        writer.Write(ModelVerReadable);
        writer.Write(LoaderSignature ?? "");
        writer.Write(LoaderAssemblyName ?? "");
        writer.Write(strings.Count);
        foreach (string text in strings)
            writer.Write(text);
        writer.Write(checked((int)body.Length));
        writer.Flush();
        body.WriteTo(target);
    }

    public static ModelHeader Read(Stream source, out string[] strings, out MemoryStream body)
    {
        using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
        try
        {
            if (!string.Equals(reader.ReadString(), Magic, StringComparison.Ordinal))
                throw new FormatException("Wrong file type: not written by the offline stand-in for ML.NET");
            var header = new ModelHeader
            {
                ModelSignature = reader.ReadUInt64(),
                ModelVerWritten = reader.ReadUInt32(),
                ModelVerReadable = reader.ReadUInt32(),
                LoaderSignature = reader.ReadString(),
                LoaderAssemblyName = reader.ReadString(),
            };
            strings = new string[reader.ReadInt32()];
            for (int i = 0; i < strings.Length; i++)
                strings[i] = reader.ReadString();
            byte[] bytes = new byte[reader.ReadInt32()];
            source.ReadExactly(bytes);
            body = new MemoryStream(bytes, writable: false);
            return header;
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException or ArgumentException or IOException)
        {
            throw new FormatException("Corrupt model file", e);
        }
    }
}
