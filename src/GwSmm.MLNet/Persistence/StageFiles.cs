using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using GwSmm.Encoders;
using Microsoft.ML;

namespace GwSmm.MLNet;

/// <summary>
/// How a stage lies in a zip of ML.NET: <c>Model.key</c> holds the version only, <c>Manifest.json</c> what is small, and
/// <c>Weights.gwsmm</c> the model in the public format of <see cref="Merging.MergedModel"/>. See docs/persistence.md.
/// </summary>
internal static class StageFiles
{
    /// <summary>The version of <c>Manifest.json</c> that this build writes, and the highest that it reads.</summary>
    public const int FormatVersion = 1;

    private const string ManifestName = "Manifest.json";
    private const string WeightsName = "Weights.gwsmm";
    private const uint Version = 0x00010001;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Writes a stage.</summary>
    /// <typeparam name="T">The manifest's type.</typeparam>
    /// <param name="context">Where to.</param>
    /// <param name="modelSignature">Eight characters.</param>
    /// <param name="loaderSignature">At most 24 characters.</param>
    /// <param name="manifest">What is small.</param>
    /// <param name="writeWeights">Writes what is large.</param>
    public static void Save<T>(ModelSaveContext context, string modelSignature, string loaderSignature, T manifest, Action<Stream> writeWeights)
        where T : StageManifest
    {
        context.CheckAtModel();
        context.SetVersionInfo(VersionOf(modelSignature, loaderSignature));
        context.SaveTextStream(ManifestName, writer => writer.Write(JsonSerializer.Serialize(manifest, Json)));
        if (!TryStore(context, writeWeights))
        {
            context.SaveBinaryStream(WeightsName, writer => writeWeights(writer.BaseStream));
        }
    }

    /// <summary>Reads a stage.</summary>
    /// <typeparam name="T">The manifest's type.</typeparam>
    /// <typeparam name="TWeights">What the weights become.</typeparam>
    /// <param name="context">Where from.</param>
    /// <param name="modelSignature">As it was saved.</param>
    /// <param name="loaderSignature">As it was saved.</param>
    /// <param name="readWeights">Reads what is large.</param>
    /// <exception cref="GwSmmException">A part is missing, damaged or of a newer version.</exception>
    public static (T Manifest, TWeights Weights) Load<T, TWeights>(
        ModelLoadContext context, string modelSignature, string loaderSignature, Func<Stream, TWeights> readWeights)
        where T : StageManifest
        where TWeights : class
    {
        context.CheckAtModel(VersionOf(modelSignature, loaderSignature));
        T? manifest = null;
        TWeights? weights = null;
        context.TryLoadTextStream(ManifestName, reader => manifest = Parse<T>(reader.ReadToEnd(), context.Directory));
        if (manifest is null)
        {
            throw new GwSmmException($"The model has no '{context.Directory}/{ManifestName}'. The zip is damaged: save or copy it again.");
        }

        context.TryLoadBinaryStream(WeightsName, reader => weights = readWeights(reader.BaseStream));
        return weights is null
            ? throw new GwSmmException($"The model has no '{context.Directory}/{WeightsName}'. The zip is damaged: save or copy it again.")
            : (manifest, weights);
    }

    /// <summary>Reads a manifest.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="json">Its text.</param>
    /// <param name="directory">Its folder in the zip, for messages.</param>
    /// <exception cref="GwSmmException">It is damaged or of a newer version.</exception>
    public static T Parse<T>(string json, string? directory)
        where T : StageManifest
    {
        var place = $"'{directory}/{ManifestName}'";
        try
        {
            var version = JsonSerializer.Deserialize<StageManifest>(json, Json)?.FormatVersion;
            if (version > FormatVersion)
            {
                throw new GwSmmException($"{place} has format version {version}; this build reads up to {FormatVersion}. Load the model with a newer GwSmm.MLNet.");
            }

            return JsonSerializer.Deserialize<T>(json, Json) ?? throw new GwSmmException($"{place} is empty. The zip is damaged: save or copy it again.");
        }
        catch (JsonException exception)
        {
            throw new GwSmmException($"{place} is not valid: {exception.Message} The zip is damaged: save or copy it again.", exception);
        }
    }

    /// <summary>A manifest as text.</summary>
    public static string ToJson<T>(T manifest)
        where T : StageManifest => JsonSerializer.Serialize(manifest, Json);

    private static VersionInfo VersionOf(string modelSignature, string loaderSignature) => new(
        modelSignature: modelSignature,
        verWrittenCur: Version,
        verReadableCur: Version,
        verWeCanReadBack: Version,
        loaderAssemblyName: typeof(StageFiles).Assembly.GetName().Name!,
        loaderSignature: loaderSignature);

    // ML.NET deflates every entry, which for weights takes a dozen times longer than writing them and saves a few per cent. Its archive
    // is private: where it cannot be reached, the ordinary way remains.
    private static bool TryStore(ModelSaveContext context, Action<Stream> writeWeights)
    {
        var field = context.Repository?.GetType().GetField("_archive", BindingFlags.NonPublic | BindingFlags.Instance);
        if (field?.GetValue(context.Repository) is not ZipArchive { Mode: ZipArchiveMode.Create } archive)
        {
            return false;
        }

        using var stream = archive.CreateEntry(Path.Combine(context.Directory ?? string.Empty, WeightsName), CompressionLevel.NoCompression).Open();
        writeWeights(stream);
        return true;
    }
}
