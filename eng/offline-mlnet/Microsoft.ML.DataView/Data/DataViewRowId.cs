using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Microsoft.ML.Data;

public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public DataViewRowId Fork() => Mix(0, 1);

    public DataViewRowId Next() => Mix(0, 2);

    public DataViewRowId Combine(DataViewRowId other) => Mix(other.Low, other.High);

    public override string ToString() => $"{High:x16}{Low:x16}";

    private DataViewRowId Mix(ulong low, ulong high)
    {
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], high);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return new DataViewRowId(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }
}
