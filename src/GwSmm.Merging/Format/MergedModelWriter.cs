using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Writes the <c>gwsmm</c> format: a zip of safetensors (stored, not compressed: deflate saves 7 % of weights and costs minutes), what groups share in one, the vocabulary
/// and, last, a manifest with the hash of each. No entry bears the time of writing, so the same model gives the same bytes.
/// </summary>
internal static class MergedModelWriter
{
    private static readonly DateTimeOffset EntryTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The product version without build metadata.</summary>
    public static string ProductVersion { get; } =
        typeof(MergedModelWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Writes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Left open.</param>
    public static void Write(MergedModel model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var vocabulary = WriteLines(zip, "vocab.txt", model.Vocabulary.Tokens);
        var merges = model.Vocabulary.Kind == TokenizerKind.ByteLevelBpe
            ? WriteLines(zip, "merges.txt", model.Vocabulary.Merges.Prepend(model.Vocabulary.AddPrefixSpace ? GwsmmManifest.PrefixSpace : string.Empty))
            : null;
        var shared = model.Shared.Stored.Count == 0
            ? null
            : WriteEntry(zip, "shared.safetensors", CompressionLevel.NoCompression, target => SafetensorsWriter.Write(target, model.Shared.Stored));
        GwsmmGroup[] groups = [.. model.Groups.Select((_, g) => WriteGroup(zip, model, g))];

        var heads = WriteEntry(zip, "heads.safetensors", CompressionLevel.NoCompression, target => SafetensorsWriter.Write(target, HeadTensors.Of(model.Items.Select(model.HeadOf))));
        int? maxWordLength = model.Vocabulary.MustStateMaxWordLength ? model.Vocabulary.MaxWordLength : null;
        var manifest = new GwsmmManifest
        {
            Format = GwsmmManifest.FormatName,
            FormatVersion = maxWordLength is not null ? GwsmmManifest.CurrentVersion
                : shared is not null || groups.Any(group => group.Deltas is not null) || model.Items.Any(item => model.HeadOf(item).CutPoints.Count > 0) ? GwsmmManifest.DeltaVersion
                : GwsmmManifest.PlainVersion,
            ProductVersion = ProductVersion,
            Encoder = model.Config,
            LowerCase = model.LowerCase,
            MaxWordLength = maxWordLength,
            Features = model.Features,
            Method = model.Provenance.Method,
            HeadFit = model.Provenance.HeadFit,
            Seed = model.Provenance.Seed,
            BaseHash = model.Provenance.BaseHash,
            Plan = JsonElement.Parse(MergePlanJson.Format(model.Provenance.Plan)),
            Vocabulary = vocabulary,
            Merges = merges,
            Heads = heads,
            Shared = shared,
            Groups = groups,
            Items = [.. model.Items.Select(item => Describe(item, model.HeadOf(item)))],
        };
        WriteEntry(zip, GwsmmManifest.EntryName, CompressionLevel.Optimal, target => JsonSerializer.Serialize(target, manifest, GwsmmManifest.Json));
    }

    private static GwsmmGroup WriteGroup(ZipArchive zip, MergedModel model, int position)
    {
        var group = model.Groups[position];
        var weights = WriteEntry(
            zip, $"encoders/{position}.safetensors", CompressionLevel.NoCompression, target => SafetensorsWriter.Write(target, model.Shared.OwnOf(group)));
        var vectors = group.Vectors.Tensors.Count == 0 ? null : WriteDelta(zip, $"vectors/{position}.safetensors", group.Vectors);
        GwsmmDelta[] deltas = [.. model.Items.Select((item, i) => (item, i)).Where(pair => group.DeltaOf(pair.item) is not null)
            .Select(pair => new GwsmmDelta(pair.item, WriteDelta(zip, $"deltas/{pair.i}.safetensors", group.DeltaOf(pair.item)!)))];
        var shared = model.Shared.SharedOf(group);
        return new GwsmmGroup(group.Items, group.Reason, weights)
        {
            Shared = shared.Count == 0 ? null : shared,
            Vectors = vectors,
            Deltas = deltas.Length == 0 ? null : deltas,
        };
    }

    private static GwsmmEntry WriteDelta(ZipArchive zip, string name, EncoderDelta delta) =>
        WriteEntry(zip, name, CompressionLevel.NoCompression, target => EncoderDeltaFile.Write(target, delta));

    /// <summary>What the manifest says of a head.</summary>
    /// <param name="item">Its item.</param>
    /// <param name="head">The head.</param>
    /// <returns>The entry.</returns>
    public static GwsmmItem Describe(string item, ScoringHead head) =>
        new(item, head.Kind, head.Labels, head.Kind == HeadKind.MultiLabel ? head.Thresholds : null, head.CutPoints.Count > 0 ? head.CutPoints : null);

    private static GwsmmEntry WriteLines(ZipArchive zip, string name, IEnumerable<string> lines) =>
        WriteEntry(zip, name, CompressionLevel.Optimal, target => target.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));

    private static GwsmmEntry WriteEntry(ZipArchive zip, string name, CompressionLevel level, Action<Stream> write)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = EntryTime;
        using var target = new HashingStream(entry.Open());
        write(target);
        return new GwsmmEntry(name, target.Sha256());
    }
}
