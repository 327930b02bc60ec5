using System.Buffers.Binary;
using System.Text;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

/// <summary>Writes safetensors with BF16 values, as large models are often saved.</summary>
internal static class BrainFloatFile
{
    public static void Write(string path, IReadOnlyList<Tensor> tensors)
    {
        var entries = new List<string>();
        using var data = new MemoryStream();
        foreach (var tensor in tensors)
        {
            var start = data.Length;
            foreach (var value in tensor.Data)
            {
                data.Write(BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)));
            }

            entries.Add($$""""{{tensor.Name}}":{"dtype":"BF16","shape":[{{string.Join(',', tensor.Shape)}}],"data_offsets":[{{start}},{{data.Length}}]}"""");
        }

        var header = Encoding.UTF8.GetBytes("{" + string.Join(',', entries.Select(entry => "\"" + entry)) + "}");
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        File.WriteAllBytes(path, [.. prefix, .. header, .. data.ToArray()]);
    }
}
