using System.Buffers.Binary;
using System.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>The checksum CRC-32C (Castagnoli polynomial, RFC 3720 appendix B.4).</summary>
internal static class Crc32C
{
    /// <summary>Computes the checksum.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="previous">The checksum of what stands before them; 0 for nothing.</param>
    /// <returns>The checksum of both together.</returns>
    public static uint Of(ReadOnlySpan<byte> bytes, uint previous = 0)
    {
        var crc = ~previous;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
