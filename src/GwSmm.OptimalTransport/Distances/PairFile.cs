using System.Diagnostics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Finished pairs on disk, so that a killed run goes on where it was. Records are appended one by one and survive the process; they
/// are forced to the disk about every second. One process at a time. Not thread-safe.
/// </summary>
internal sealed class PairFile : IDisposable
{
    private const int MostDifferences = 3;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly byte[] _record = new byte[PairRecord.Size];
    private readonly Stopwatch _sinceFlush = Stopwatch.StartNew();
    private uint _seed;

    private PairFile(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Opens or creates a file for appending. A torn end is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The comparison that it must belong to.</param>
    /// <param name="table">Receives the pairs that the file holds.</param>
    /// <returns>The file; dispose it to let others use it.</returns>
    /// <exception cref="GwSmmException">The file cannot be opened, is in use, damaged, or belongs to another comparison or shard.</exception>
    public static PairFile Open(string path, PairFileHeader header, PairTable table)
    {
        var file = new PairFile(path, OpenStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        try
        {
            file.Start(header, table);
            return file;
        }
        catch (Exception error)
        {
            file._stream.Dispose();
            throw error is IOException ? Unusable(path, error) : error;
        }
    }

    /// <summary>Reads the header of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The header.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is damaged.</exception>
    public static PairFileHeader ReadHeader(string path)
    {
        using var stream = OpenStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return PairFileHeader.Read(stream, path).Header;
    }

    /// <summary>Reads the pairs of a file, without a torn end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">Receives the pairs.</param>
    /// <exception cref="GwSmmException">The file cannot be read, is damaged, or contradicts the table.</exception>
    public static void ReadPairs(string path, PairTable table)
    {
        using var stream = OpenStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var (header, seed) = PairFileHeader.Read(stream, path);
        PairFileScan.Read(stream, path, seed, header, table);
    }

    /// <summary>Says why two comparisons are not the same.</summary>
    /// <param name="found">The header of a file.</param>
    /// <param name="expected">What it should be.</param>
    /// <returns>The first few differences; null where there is none.</returns>
    public static string? Differences(PairFileHeader found, PairFileHeader expected)
    {
        string[] all = [.. found.DifferencesFrom(expected)];
        return all.Length == 0
            ? null
            : string.Join("; ", all.Take(MostDifferences)) + (all.Length > MostDifferences ? $"; and {all.Length - MostDifferences} more" : string.Empty);
    }

    /// <summary>Appends a pair.</summary>
    /// <param name="record">The pair.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public void Append(in PairRecord record)
    {
        record.Write(_record, _seed);
        try
        {
            _stream.Write(_record);
            if (_sinceFlush.Elapsed >= FlushInterval)
            {
                _stream.Flush(flushToDisk: true);
                _sinceFlush.Restart();
            }
        }
        catch (IOException error)
        {
            throw new GwSmmException($"Cannot write the pair file '{_path}': {error.Message} The pairs in it are kept; make room and run the same command again.", error);
        }
    }

    /// <summary>Forces what was appended to the disk and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // What the disk refuses shows in the next run, as pairs that are missing.
        }

        _stream.Dispose();
    }

    private void Start(PairFileHeader header, PairTable table)
    {
        var bytes = header.ToBytes();
        _seed = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - PairFileHeader.ChecksumLength));
        var found = new byte[Math.Min(bytes.Length, _stream.Length)];
        _stream.ReadExactly(found);
        if (!bytes.AsSpan(0, found.Length).SequenceEqual(found))
        {
            throw NotThisOne(header);
        }

        if (found.Length < bytes.Length)
        {
            // New, or killed while the header was being written.
            _stream.SetLength(0);
            _stream.Write(bytes);
            _stream.Flush(flushToDisk: true);
            return;
        }

        var end = PairFileScan.Read(_stream, _path, _seed, header, table);
        _stream.SetLength(end);
        _stream.Position = end;
    }

    private GwSmmException NotThisOne(PairFileHeader expected)
    {
        _stream.Position = 0;
        var found = PairFileHeader.Read(_stream, _path).Header;
        var what = Differences(found, expected)
            ?? $"it holds shard {found.ShardIndex}/{found.ShardCount}, not {expected.ShardIndex}/{expected.ShardCount}";
        return new GwSmmException($"The pair file '{_path}' belongs to another comparison: {what}. Use the options and files that it was started with, or another file.");
    }

    private static FileStream OpenStream(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, access, share, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw IsInUse(error) ? new GwSmmException($"The pair file '{path}' is in use by another process. Wait until that one ends, or give each process a file of its own.", error) : Unusable(path, error);
        }
    }

    private static GwSmmException Unusable(string path, Exception error) =>
        new($"The pair file '{path}' cannot be used: {error.Message} Choose a file in a folder that exists and can be written.", error);

    // A sharing violation of Windows; elsewhere the error number of a lock that is held (EAGAIN).
    private static bool IsInUse(Exception error) => (error.HResult & 0xFFFF) is 32 or 33 || (!OperatingSystem.IsWindows() && error.HResult is 11 or 35);
}
