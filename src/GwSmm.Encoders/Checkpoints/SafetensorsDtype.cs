using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace GwSmm.Encoders;

/// <summary>The types of values that safetensors files may hold, and their conversion to single precision.</summary>
internal static class SafetensorsDtype
{
    /// <summary>The types that <see cref="ToSingle"/> can read, for messages.</summary>
    public const string Convertible = "F32, F16, BF16 or F64";

    /// <summary>Bytes of one value.</summary>
    /// <param name="dtype">A name such as F32.</param>
    /// <returns>The size; 0 where the type is unknown.</returns>
    public static int Size(string dtype) => dtype switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "F8_E4M3" or "F8_E5M2" or "I8" or "U8" or "BOOL" => 1,
        _ => 0,
    };

    /// <summary>Whether values of a type can become single-precision numbers.</summary>
    /// <param name="dtype">A name such as F32.</param>
    /// <returns>True for <see cref="Convertible"/>.</returns>
    public static bool IsConvertible(string dtype) => dtype is "F32" or "F16" or "BF16" or "F64";

    /// <summary>Converts little-endian values.</summary>
    /// <param name="dtype">One of <see cref="Convertible"/>.</param>
    /// <param name="bytes">The values as they stand in the file.</param>
    /// <param name="target">As many numbers.</param>
    public static void ToSingle(string dtype, ReadOnlySpan<byte> bytes, Span<float> target)
    {
        switch (dtype)
        {
            case "F32" when BitConverter.IsLittleEndian:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(target);
                break;
            case "F16" when BitConverter.IsLittleEndian:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), target);
                break;
            default:
                var size = Size(dtype);
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = Read(dtype, bytes.Slice(i * size, size));
                }

                break;
        }
    }

    private static float Read(string dtype, ReadOnlySpan<byte> bytes) => dtype switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => throw new ArgumentException($"Values of type {dtype} cannot become numbers in single precision.", nameof(dtype)),
    };
}
