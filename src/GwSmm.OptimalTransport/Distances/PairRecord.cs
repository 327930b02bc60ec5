using System.Buffers.Binary;

namespace GwSmm.OptimalTransport;

/// <summary>One solved pair as a pair file holds it: 32 bytes, little-endian, the last four a CRC-32C.</summary>
/// <param name="First">The first space, from 0.</param>
/// <param name="Second">The second space, above the first.</param>
/// <param name="Value">The value of the pair.</param>
/// <param name="LowerBound">What the global minimum is not below.</param>
/// <param name="Iterations">The iterations of the solver.</param>
/// <param name="Converged">Whether the solver stopped for another reason than the limit of iterations.</param>
internal readonly record struct PairRecord(int First, int Second, double Value, double LowerBound, int Iterations, bool Converged)
{
    /// <summary>Bytes of a record.</summary>
    public const int Size = 32;

    private const int ChecksumAt = 28;
    private const uint NotConverged = 1u << 31;

    /// <summary>Writes the record.</summary>
    /// <param name="bytes">Receives <see cref="Size"/> bytes.</param>
    /// <param name="seed">The checksum of the file's header, so that a record is valid in its own file only.</param>
    public void Write(Span<byte> bytes, uint seed)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, First);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Second);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[8..], Value);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[16..], LowerBound);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], (uint)Iterations | (Converged ? 0 : NotConverged));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumAt..], Crc32C.Of(bytes[..ChecksumAt], seed));
    }

    /// <summary>Reads a record.</summary>
    /// <param name="bytes">The <see cref="Size"/> bytes.</param>
    /// <param name="seed">The checksum of the file's header.</param>
    /// <param name="record">The record.</param>
    /// <returns>Whether the checksum is right.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, out PairRecord record)
    {
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        record = new PairRecord(
            BinaryPrimitives.ReadInt32LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[8..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[16..]),
            (int)(flags & ~NotConverged),
            (flags & NotConverged) == 0);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) == Crc32C.Of(bytes[..ChecksumAt], seed);
    }
}
