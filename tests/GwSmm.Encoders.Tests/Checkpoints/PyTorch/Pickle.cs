using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GwSmm.Encoders.Tests.Checkpoints;

/// <summary>Writes pickles by hand, good ones and others, and the zips round them.</summary>
internal sealed class Pickle
{
    private readonly List<byte> _bytes = [];

    public Pickle(int protocol = 2) => Raw(0x80, (byte)protocol);

    public byte[] ToArray() => _bytes.ToArray();

    public Pickle Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Pickle Op(char code) => Raw((byte)code);

    public Pickle Global(string module, string name) => Raw([(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")]);

    public Pickle Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Raw([(byte)'X', .. length, .. bytes]);
    }

    public Pickle Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Raw([(byte)'J', .. bytes]);
    }

    public Pickle Tuple(params int[] values)
    {
        Op('(');
        foreach (var value in values)
        {
            Int(value);
        }

        return Op('t');
    }

    public Pickle Storage(string type, string key, int count) => Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Int(count).Op('t').Op('Q');

    /// <summary>Name and tensor, to stand between a mark and SETITEMS.</summary>
    public Pickle Tensor(string name, string type, string key, int count, int offset, int[] shape, int[] strides) =>
        Text(name).Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(type, key, count).Int(offset).Tuple(shape).Tuple(strides)
            .Raw(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');

    /// <summary>The bytes of a checkpoint.</summary>
    public static byte[] Zip(byte[] pickle, params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.NoCompression, pickle, entries);

    public static byte[] Zip(CompressionLevel level, byte[] pickle, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries.Prepend(("data.pkl", pickle)))
            {
                using var entry = zip.CreateEntry("archive/" + name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
