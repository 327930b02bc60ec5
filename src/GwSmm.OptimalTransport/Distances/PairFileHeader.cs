using System.Buffers.Binary;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The start of a pair file: 8 bytes <c>GWSMMPRS</c>, the format's version and the length of the JSON as 32-bit little-endian numbers,
/// the JSON, and a CRC-32C of all that. Everything that determines the numbers stands in the JSON. Immutable.
/// </summary>
/// <param name="Product">The version of this product.</param>
/// <param name="Solver">The solver with its options.</param>
/// <param name="Names">The names of the spaces [k].</param>
/// <param name="Spaces">What the spaces are [k].</param>
/// <param name="ShardIndex">Which share of the pairs, from 1.</param>
/// <param name="ShardCount">The number of shares.</param>
internal sealed record PairFileHeader(
    string Product, string Solver, IReadOnlyList<string> Names, IReadOnlyList<SpaceFingerprint> Spaces, int ShardIndex, int ShardCount)
{
    /// <summary>Bytes before the JSON.</summary>
    public const int PrefixLength = 16;

    /// <summary>Bytes of the checksum after the JSON.</summary>
    public const int ChecksumLength = 4;

    private const uint Version = 1;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> Magic => "GWSMMPRS"u8;

    /// <summary>Describes a comparison.</summary>
    /// <param name="sources">The spaces.</param>
    /// <param name="names">Their names.</param>
    /// <param name="solver">The solver with its options.</param>
    /// <param name="shard">The share of the pairs.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The header.</returns>
    public static PairFileHeader Create(
        IReadOnlyList<ISpaceSource> sources, IReadOnlyList<string> names, string solver, PairShard shard, CancellationToken cancellationToken)
    {
        var spaces = new SpaceFingerprint[sources.Count];
        for (var i = 0; i < spaces.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            spaces[i] = SpaceFingerprint.Of(sources[i]);
        }

        // Without the commit that a build may add after a plus sign.
        var product = typeof(PairFileHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        return new PairFileHeader(product, solver, names, spaces, shard.Index, shard.Count);
    }

    /// <summary>Writes the header.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        var bytes = new byte[PrefixLength + json.Length + ChecksumLength];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), json.Length);
        json.CopyTo(bytes, PrefixLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(PrefixLength + json.Length), Crc32C.Of(bytes.AsSpan(0, PrefixLength + json.Length)));
        return bytes;
    }

    /// <summary>Reads a header from the start of a file.</summary>
    /// <param name="stream">The file, at its start; left behind the header.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>The header and its checksum.</returns>
    /// <exception cref="GwSmmException">It is no pair file, of another version, or damaged.</exception>
    public static (PairFileHeader Header, uint Checksum) Read(Stream stream, string path)
    {
        var prefix = new byte[PrefixLength];
        if (stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) < PrefixLength || !prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new GwSmmException($"'{path}' is no file of finished pairs: it does not start with 'GWSMMPRS'. Give the right file, or a new name for a new one.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(8));
        if (version != Version)
        {
            throw new GwSmmException($"The pair file '{path}' has format version {version}; this program reads version {Version}. Use the program that wrote it, or start a new file.");
        }

        long length = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(12));
        if (length > stream.Length - PrefixLength - ChecksumLength)
        {
            throw Damaged(path, $"the header would have {length} bytes, but the file has {stream.Length}");
        }

        var json = new byte[length + ChecksumLength];
        stream.ReadExactly(json);
        var checksum = Crc32C.Of(json.AsSpan(0, (int)length), Crc32C.Of(prefix));
        if (checksum != BinaryPrimitives.ReadUInt32LittleEndian(json.AsSpan((int)length)))
        {
            throw Damaged(path, "the checksum of the header is wrong");
        }

        try
        {
            var header = JsonSerializer.Deserialize<PairFileHeader>(json.AsSpan(0, (int)length), Json);
            return header is { Names.Count: > 0, Spaces: not null } && header.Names.Count == header.Spaces.Count && header.ShardIndex >= 1 && header.ShardIndex <= header.ShardCount
                ? (header, checksum)
                : throw Damaged(path, "the header lacks names or spaces, or its shard is none");
        }
        catch (JsonException error)
        {
            throw Damaged(path, $"the header is no JSON: {error.Message}");
        }
    }

    /// <summary>Says how this comparison differs from another.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Differences as "what: this one's, that one's".</returns>
    public IEnumerable<string> DifferencesFrom(PairFileHeader other)
    {
        if (!string.Equals(Product, other.Product, StringComparison.Ordinal))
        {
            yield return $"product version: {Product}, not {other.Product}";
        }

        if (!string.Equals(Solver, other.Solver, StringComparison.Ordinal))
        {
            yield return $"solver: {Solver}, not {other.Solver}";
        }

        if (Spaces.Count != other.Spaces.Count)
        {
            yield return $"number of spaces: {Spaces.Count}, not {other.Spaces.Count}";
            yield break;
        }

        for (var i = 0; i < Spaces.Count; i++)
        {
            var (mine, theirs) = (Spaces[i], other.Spaces[i]);
            if (!string.Equals(Names[i], other.Names[i], StringComparison.Ordinal))
            {
                yield return $"name of space {i + 1}: '{Names[i]}', not '{other.Names[i]}'";
            }

            if (!string.Equals(mine.Costs, theirs.Costs, StringComparison.Ordinal))
            {
                yield return $"costs of space {i + 1}: {mine.Costs}, not {theirs.Costs}";
            }
            else if (mine != theirs)
            {
                yield return $"numbers of space {i + 1} ('{Names[i]}'): {mine.Points} points, SHA-256 {mine.Sha256[..Math.Min(8, mine.Sha256.Length)]}..., not {theirs.Points} points, {theirs.Sha256[..Math.Min(8, theirs.Sha256.Length)]}...";
            }
        }
    }

    private static GwSmmException Damaged(string path, string how) =>
        new($"The pair file '{path}' is damaged: {how}. Restore it from a copy, or delete it to start again.");
}
