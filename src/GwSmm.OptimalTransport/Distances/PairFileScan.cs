namespace GwSmm.OptimalTransport;

/// <summary>Reads the records of a pair file.</summary>
internal static class PairFileScan
{
    private const int RecordsAtOnce = 4096;

    /// <summary>Reads all records. Bad ones at the end are what a kill or a power failure left; a good one after a bad one shows damage.</summary>
    /// <param name="stream">The file, behind its header.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="seed">The checksum of the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="table">Receives the pairs.</param>
    /// <returns>Where the good records end, in bytes from the start of the file.</returns>
    /// <exception cref="GwSmmException">The file is damaged, holds pairs that are not its own, or contradicts what is known.</exception>
    public static long Read(Stream stream, string path, uint seed, PairFileHeader header, PairTable table)
    {
        var order = new PairOrder(header.Spaces.Count);
        var (start, end) = new PairShard(header.ShardIndex, header.ShardCount).RangeOf(order.Total);
        var buffer = new byte[RecordsAtOnce * PairRecord.Size];
        var offset = stream.Position;
        var bad = -1L;
        for (int read; (read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) >= PairRecord.Size;)
        {
            for (var at = 0; at + PairRecord.Size <= read; at += PairRecord.Size, offset += PairRecord.Size)
            {
                if (!PairRecord.TryRead(buffer.AsSpan(at, PairRecord.Size), seed, out var record))
                {
                    bad = bad < 0 ? offset : bad;
                }
                else if (bad >= 0)
                {
                    throw Damaged(path, bad, "the checksum is wrong, though good records follow");
                }
                else if (record.First < 0 || record.Second <= record.First || record.Second >= header.Spaces.Count || order.PositionOf(record.First, record.Second) is var position && (position < start || position >= end))
                {
                    throw Damaged(path, offset, $"the pair {record.First + 1}-{record.Second + 1} is not one of shard {header.ShardIndex}/{header.ShardCount} of {header.Spaces.Count} spaces");
                }
                else if (!table.TryAdd(record))
                {
                    throw new GwSmmException(
                        $"The pair {record.First + 1}-{record.Second + 1} is {record.Value:r} in '{path}' at byte {offset}, but {table[record.First, record.Second].Value:r} elsewhere. The same options and files give the same bits on the same kind of machine: compute both files again, on one kind.");
                }
            }
        }

        return bad >= 0 ? bad : offset;
    }

    private static GwSmmException Damaged(string path, long offset, string how) =>
        new($"The pair file '{path}' is damaged at byte {offset}: {how}. Restore it from a copy, or delete it to compute its pairs again.");
}
