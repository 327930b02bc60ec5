using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Reads the directories that <see cref="DirectoryMerger"/> writes; every file with weights is checked against its hash.</summary>
public static class MergedDirectory
{
    /// <summary>Reads a whole merged model into memory.</summary>
    /// <param name="directory">The directory with <c>merge.json</c>.</param>
    /// <returns>The model; save it as a <c>gwsmm</c> file with <see cref="MergedModel.Save(string)"/>.</returns>
    /// <exception cref="GwSmmException">
    /// A file is missing, damaged, changed or too new; an item has no head; or the groups differ in architecture, vocabulary or features, so that they are no one model.
    /// </exception>
    public static MergedModel Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var path = Path.Combine(directory, DirectoryManifest.FileName);
        var manifest = ReadManifest(path);
        var plan = MergePlanJson.Parse(manifest.Plan.GetRawText(), path);
        var encoders = manifest.Groups.Select(group => ReadEncoder(directory, group, path)).ToArray();
        for (var g = 1; g < encoders.Length; g++)
        {
            var difference = MergeChecks.EncoderDifference(encoders[0].Config, encoders[g].Config)
                ?? (!string.Equals(encoders[0].Vocabulary.Sha256, encoders[g].Vocabulary.Sha256, StringComparison.Ordinal) || encoders[0].LowerCase != encoders[g].LowerCase ? "other vocabularies"
                : MergeChecks.WordLengthDifference(encoders[0].Vocabulary, encoders[g].Vocabulary) is { } words ? words
                : manifest.Groups[0].Features != manifest.Groups[g].Features ? $"features {manifest.Groups[0].Features} and {manifest.Groups[g].Features}"
                : null);
            if (difference is not null)
            {
                throw new GwSmmException($"The groups '{manifest.Groups[0].Directory}' and '{manifest.Groups[g].Directory}' of '{path}' differ: {difference}. They cannot be one model; load each group's encoder by itself.");
            }
        }

        var groups = manifest.Groups.Select((group, g) => new MergedGroup(group.Items.Select(item => item.Item), encoders[g].Weights, ReadHeads(directory, group, path), plan.Explain(g)));
        return new MergedModel(
            encoders[0].Config, encoders[0].Vocabulary, encoders[0].LowerCase, manifest.Groups[0].Features, [.. groups],
            new MergeProvenance(manifest.Method, HeadFit.Keep, manifest.Seed, manifest.BaseHash, plan));
    }

    private static DirectoryManifest ReadManifest(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || !format.ValueEquals(DirectoryManifest.FormatName)
                || !root.TryGetProperty("formatVersion", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number < 1)
            {
                throw new GwSmmException($"File '{path}' does not describe merged encoders; expected \"format\": \"{DirectoryManifest.FormatName}\" and a \"formatVersion\". Give a directory that 'gwsmm merge' wrote.");
            }

            return number > DirectoryManifest.CurrentVersion
                ? throw new GwSmmException($"File '{path}' has the format version {number}; this product ({MergedModelWriter.ProductVersion}) reads versions up to {DirectoryManifest.CurrentVersion}. Update it.")
                : document.Deserialize<DirectoryManifest>(GwsmmManifest.Json)!;
        }
        catch (JsonException exception)
        {
            throw new GwSmmException($"File '{path}' is damaged: {exception.Message} Merge the models again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GwSmmException($"File '{path}' cannot be read: {exception.Message} Give a directory that 'gwsmm merge' wrote.", exception);
        }
    }

    private static BaseEncoder ReadEncoder(string directory, DirectoryGroup group, string path)
    {
        // A name with a separator would make us read elsewhere.
        var place = Path.Combine(directory, Path.GetFileName(group.Directory));
        foreach (var (name, expected) in group.Sha256)
        {
            var file = Path.Combine(place, Path.GetFileName(name));
            if (!File.Exists(file) || !string.Equals(FileHash.Sha256(file), expected, StringComparison.Ordinal))
            {
                throw new GwSmmException($"File '{file}' is {(File.Exists(file) ? "not the one that was written (its SHA-256 differs)" : "missing")}, says '{path}'. Copy the whole directory again, or merge again.");
            }
        }

        return BaseEncoder.Load(place);
    }

    private static Dictionary<string, ScoringHead> ReadHeads(string directory, DirectoryGroup group, string path)
    {
        using var file = SafetensorsReader.Open(Path.Combine(directory, Path.GetFileName(group.Directory), DirectoryManifest.HeadsName));
        return group.Items.Select((item, i) => item.Head is { } head
            ? KeyValuePair.Create(item.Item, new ScoringHead(head.Kind, head.Labels, file.Read($"{i}.weight").Data, file.Read($"{i}.bias").Data, head.Thresholds))
            : throw new GwSmmException($"Item '{item.Item}' has no head in '{path}', for its model had none. Train one, or load the encoder of '{group.Directory}' by itself.")).ToDictionary(StringComparer.Ordinal);
    }
}
