namespace GwSmm.Encoders;

/// <summary>What the header of a safetensors file says of one tensor; checked against the file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Dtype">The type of a value as the file names it, such as F32 or BF16.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first; none for a scalar.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="ByteCount">Bytes of the values.</param>
public sealed record SafetensorsEntry(string Name, string Dtype, IReadOnlyList<long> Shape, long Offset, long ByteCount)
{
    /// <summary>The number of values.</summary>
    public long Count => ByteCount / SafetensorsDtype.Size(Dtype);
}
