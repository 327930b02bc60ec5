using System.Text;

namespace GwSmm.Benchmarks.Onnx;

/// <summary>Writes the fields of a protocol buffer message; see the encoding page of its documentation.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private readonly List<byte[]> _parts = [];

    /// <summary>Bytes so far.</summary>
    public long Length => _parts.Sum(part => part.LongLength);

    /// <summary>A whole number.</summary>
    public ProtoWriter Number(int field, long value)
    {
        Tag(field, Varint);
        _parts.Add(Encode((ulong)value));
        return this;
    }

    /// <summary>A number of single precision.</summary>
    public ProtoWriter Single(int field, float value)
    {
        Tag(field, Fixed32);
        _parts.Add(BitConverter.GetBytes(value));
        return this;
    }

    /// <summary>Text.</summary>
    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes.</summary>
    public ProtoWriter Bytes(int field, byte[] value)
    {
        Tag(field, LengthDelimited);
        _parts.Add(Encode((ulong)value.LongLength));
        _parts.Add(value);
        return this;
    }

    /// <summary>A message.</summary>
    public ProtoWriter Message(int field, ProtoWriter message)
    {
        Tag(field, LengthDelimited);
        _parts.Add(Encode((ulong)message.Length));
        _parts.AddRange(message._parts);
        return this;
    }

    /// <summary>Writes everything.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        foreach (var part in _parts)
        {
            file.Write(part);
        }
    }

    private static byte[] Encode(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private void Tag(int field, int type) => _parts.Add(Encode((ulong)((field << 3) | type)));
}
