using System.IO.Compression;
using System.Text;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Reads the <c>gwsmm</c> format; every entry is checked against the hash in the manifest.</summary>
internal static class MergedModelReader
{
    // Deflate cannot do better than 1032 to 1, so an entry that claims more never had these bytes; nothing is allocated for it.
    private const int MostDeflation = 1040;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is no complete model.</exception>
    public static MergedModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GwSmmException($"Model '{path}' cannot be read: {exception.Message} Give the path of an existing gwsmm file.", exception);
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GwSmmException">The stream is no complete model.</exception>
    public static MergedModel Read(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return Read(zip, source);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new GwSmmException($"Model '{source}' is no complete zip: {exception.Message} It is truncated or damaged; copy it again.", exception);
        }
        catch (ArgumentException exception)
        {
            // The parts are whole, but do not belong together.
            throw new GwSmmException($"Model '{source}' contradicts itself: {exception.Message} Write it again with gwsmm.", exception);
        }
    }

    private static MergedModel Read(ZipArchive zip, string source)
    {
        var manifest = ReadManifest(zip, source);
        var vocabulary = ReadVocabulary(zip, manifest, source);
        var tensors = ReadTensors(zip, manifest.Heads, source).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var heads = manifest.Items.Select((item, position) => (item.Name, Head: ReadHead(tensors, item, position, source))).ToDictionary(pair => pair.Name, pair => pair.Head, StringComparer.Ordinal);
        var shared = manifest.Shared is null
            ? []
            : ReadTensors(zip, manifest.Shared, source).Where(tensor => tensor.Name.Contains('#', StringComparison.Ordinal)).ToDictionary(tensor => tensor.Name, SharedTensors.Restore, StringComparer.Ordinal);
        var groups = manifest.Groups.Select(group => new MergedGroup(
            group.Items,
            new EncoderWeights(ReadTensors(zip, group.Weights, source).Concat((group.Shared ?? []).Select(name => FindShared(shared, name, source)))),
            group.Items.Where(heads.ContainsKey).ToDictionary(item => item, item => heads[item], StringComparer.Ordinal),
            group.Reason,
            ReadDeltas(zip, group, source))).ToArray();
        var plan = MergePlanJson.Parse(manifest.Plan.GetRawText(), $"{source}, entry {GwsmmManifest.EntryName}");
        return new MergedModel(
            manifest.Encoder, vocabulary, manifest.LowerCase, manifest.Features, groups, new MergeProvenance(manifest.Method, manifest.HeadFit, manifest.Seed, manifest.BaseHash, plan));
    }

    private static Tensor FindShared(Dictionary<string, Tensor> shared, string name, string source) => shared.TryGetValue(name, out var tensor)
        ? tensor
        : throw new GwSmmException($"Model '{source}' has no shared tensor '{name}', which the manifest names. It is damaged; write the model again.");

    private static Dictionary<string, EncoderDelta> ReadDeltas(ZipArchive zip, GwsmmGroup group, string source)
    {
        var vectors = group.Vectors is null ? null : ReadDelta(zip, group.Vectors, source, null);
        return (group.Deltas ?? []).OfType<GwsmmDelta>().ToDictionary(delta => delta.Item, delta => ReadDelta(zip, delta.File, source, vectors), StringComparer.Ordinal);
    }

    private static EncoderDelta ReadDelta(ZipArchive zip, GwsmmEntry entry, string source, EncoderDelta? vectors) =>
        ReadEntry(zip, entry, source, (stream, length) => EncoderDeltaFile.Read(stream, length, $"{source}, entry {entry.Entry}", vectors));

    private static Vocabulary ReadVocabulary(ZipArchive zip, GwsmmManifest manifest, string source)
    {
        var tokens = ReadLines(zip, manifest.Vocabulary, source);
        var name = $"{source}, entry {manifest.Vocabulary.Entry}";
        if (manifest.MaxWordLength is not null && manifest.FormatVersion < GwsmmManifest.CurrentVersion)
        {
            throw Contradiction(source, $"'maxWordLength' is {manifest.MaxWordLength} in format version {manifest.FormatVersion}, which has no such key");
        }

        if (manifest.Merges is null)
        {
            var longest = manifest.FormatVersion < GwsmmManifest.CurrentVersion ? Vocabulary.UnstatedMaxWordLength
                : manifest.MaxWordLength ?? throw Contradiction(source, $"format version {manifest.FormatVersion} of a WordPiece model has no 'maxWordLength'");
            return longest >= 1
                ? Vocabulary.Create(tokens, name).WithMaxWordLength(longest)
                : throw Contradiction(source, $"'maxWordLength' is {longest}; expected 1 or more");
        }

        var merges = ReadLines(zip, manifest.Merges, source);
        return Vocabulary.CreateBytePairs(tokens, merges[1..], string.Equals(merges[0], GwsmmManifest.PrefixSpace, StringComparison.Ordinal), name);
    }

    private static GwSmmException Contradiction(string source, string found) =>
        new($"Model '{source}', entry '{GwsmmManifest.EntryName}': {found}. It is damaged; write the model again.");

    private static string[] ReadLines(ZipArchive zip, GwsmmEntry entry, string source) => ReadEntry(zip, entry, source, (stream, _) =>
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        return reader.ReadToEnd().TrimEnd('\n').Split('\n');
    });

    private static GwsmmManifest ReadManifest(ZipArchive zip, string source)
    {
        var entry = zip.GetEntry(GwsmmManifest.EntryName)
            ?? throw new GwSmmException($"Model '{source}' has no entry '{GwsmmManifest.EntryName}', so it is no gwsmm model. An ML.NET zip is loaded by mlContext.Model.Load.");
        using var stream = entry.Open();
        try
        {
            using var document = JsonDocument.Parse(stream);
            CheckVersion(document.RootElement, source);
            return document.Deserialize<GwsmmManifest>(GwsmmManifest.Json)!;
        }
        catch (JsonException exception)
        {
            throw new GwSmmException($"Model '{source}', entry '{GwsmmManifest.EntryName}': {exception.Message} It is damaged; write the model again.", exception);
        }
    }

    private static void CheckVersion(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String
            || !format.ValueEquals(GwsmmManifest.FormatName)
            || !root.TryGetProperty("formatVersion", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number < 1)
        {
            throw new GwSmmException($"Model '{source}', entry '{GwsmmManifest.EntryName}' does not describe a gwsmm model; expected \"format\": \"gwsmm\" and a \"formatVersion\".");
        }

        if (number > GwsmmManifest.CurrentVersion)
        {
            var product = root.TryGetProperty("productVersion", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : "unknown";
            throw new GwSmmException(
                $"Model '{source}' has format version {number}, written by product version {product}; this product ({MergedModelWriter.ProductVersion}) reads versions up to {GwsmmManifest.CurrentVersion}. Update it.");
        }
    }

    private static ScoringHead ReadHead(Dictionary<string, Tensor> tensors, GwsmmItem item, int position, string source)
    {
        if (!tensors.TryGetValue($"{position}.weight", out var weight) || !tensors.TryGetValue($"{position}.bias", out var bias))
        {
            throw new GwSmmException($"Model '{source}' has no head for item '{item.Name}'; expected the tensors '{position}.weight' and '{position}.bias'. It is damaged; write the model again.");
        }

        return new ScoringHead(item.Kind, item.Labels, weight.Data, bias.Data, item.Thresholds, item.CutPoints);
    }

    private static IReadOnlyList<Tensor> ReadTensors(ZipArchive zip, GwsmmEntry expected, string source) =>
        ReadEntry(zip, expected, source, (stream, length) => SafetensorsStreamReader.Read(stream, length, $"{source}, entry {expected.Entry}"));

    private static T ReadEntry<T>(ZipArchive zip, GwsmmEntry expected, string source, Func<Stream, long, T> read)
    {
        var entry = zip.GetEntry(expected.Entry) ?? throw new GwSmmException($"Model '{source}' has no entry '{expected.Entry}'. It is incomplete; copy it again.");
        if (entry.Length / MostDeflation > entry.CompressedLength)
        {
            throw new GwSmmException($"Model '{source}', entry '{expected.Entry}' claims {entry.Length} bytes in {entry.CompressedLength}, more than can be compressed so. It is damaged; copy it again.");
        }

        using var stream = new HashingStream(entry.Open());
        var result = read(stream, entry.Length);
        var actual = stream.Sha256();
        return string.Equals(actual, expected.Sha256, StringComparison.Ordinal)
            ? result
            : throw new GwSmmException($"Model '{source}', entry '{expected.Entry}' has the SHA-256 {actual}; the manifest says {expected.Sha256}. It was changed or damaged; copy it again.");
    }
}
