using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>A tensor as its bytes stand in a safetensors file, little-endian.</summary>
/// <param name="Name">The name.</param>
/// <param name="Dtype">The type of a value, such as U8.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first.</param>
/// <param name="Data">The bytes.</param>
internal sealed record RawTensor(string Name, string Dtype, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes as they are.</summary>
    public static RawTensor Bytes(string name, IReadOnlyList<int> shape, byte[] values) => new(name, "U8", shape, values);

    /// <summary>Single precision.</summary>
    public static RawTensor Single(string name, IReadOnlyList<int> shape, float[] values) => new(name, "F32", shape, Reorder(MemoryMarshal.AsBytes(values.AsSpan()), 4));

    /// <summary>Half precision.</summary>
    public static RawTensor Halves(string name, IReadOnlyList<int> shape, Half[] values) => new(name, "F16", shape, Reorder(MemoryMarshal.AsBytes(values.AsSpan()), 2));

    /// <summary>Integers of 32 bits.</summary>
    public static RawTensor Integers(string name, IReadOnlyList<int> shape, int[] values) => new(name, "I32", shape, Reorder(MemoryMarshal.AsBytes(values.AsSpan()), 4));

    /// <summary>The values as single precision.</summary>
    public float[] ToSingle() => MemoryMarshal.Cast<byte, float>(Reorder(Data.Span, 4)).ToArray();

    /// <summary>The values as half precision.</summary>
    public Half[] ToHalves() => MemoryMarshal.Cast<byte, Half>(Reorder(Data.Span, 2)).ToArray();

    /// <summary>The values as integers.</summary>
    public int[] ToIntegers() => MemoryMarshal.Cast<byte, int>(Reorder(Data.Span, 4)).ToArray();

    // A copy, with the bytes of every value turned round where the machine has the highest first.
    private static byte[] Reorder(ReadOnlySpan<byte> bytes, int size)
    {
        var copy = bytes.ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            for (var start = 0; start < copy.Length; start += size)
            {
                copy.AsSpan(start, size).Reverse();
            }
        }

        return copy;
    }
}
