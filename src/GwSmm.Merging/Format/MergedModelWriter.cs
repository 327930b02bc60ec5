using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Writes the <c>gwsmm</c> format: a zip of safetensors (stored, not compressed: deflate saves 7 % of weights and costs minutes), the vocabulary
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
        var groups = new List<GwsmmGroup>();
        for (var g = 0; g < model.Groups.Count; g++)
        {
            var group = model.Groups[g];
            var weights = WriteEntry(zip, $"encoders/{g}.safetensors", CompressionLevel.NoCompression, target => SafetensorsWriter.Write(target, group.Weights.Tensors));
            groups.Add(new GwsmmGroup(group.Items, group.Reason, weights));
        }

        var heads = WriteEntry(zip, "heads.safetensors", CompressionLevel.NoCompression, target => SafetensorsWriter.Write(target, HeadTensors(model)));
        var manifest = new GwsmmManifest
        {
            Format = GwsmmManifest.FormatName,
            FormatVersion = GwsmmManifest.CurrentVersion,
            ProductVersion = ProductVersion,
            Encoder = model.Config,
            LowerCase = model.LowerCase,
            Features = model.Features,
            Method = model.Provenance.Method,
            HeadFit = model.Provenance.HeadFit,
            Seed = model.Provenance.Seed,
            BaseHash = model.Provenance.BaseHash,
            Plan = JsonElement.Parse(MergePlanJson.Format(model.Provenance.Plan)),
            Vocabulary = vocabulary,
            Merges = merges,
            Heads = heads,
            Groups = groups,
            Items = [.. model.Items.Select(item => Describe(item, model.HeadOf(item)))],
        };
        WriteEntry(zip, GwsmmManifest.EntryName, CompressionLevel.Optimal, target => JsonSerializer.Serialize(target, manifest, GwsmmManifest.Json));
    }

    private static IEnumerable<Tensor> HeadTensors(MergedModel model) => model.Items.SelectMany((item, position) =>
    {
        var head = model.HeadOf(item);
        return new[]
        {
            new Tensor($"{position}.weight", [head.Labels.Count, head.FeatureCount], head.Weight),
            new Tensor($"{position}.bias", [head.Labels.Count], head.Bias),
        };
    });

    private static GwsmmItem Describe(string item, ScoringHead head) =>
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
