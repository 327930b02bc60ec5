using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GwSmm.Cli;

/// <summary><c>metrics.json</c>: everything but <see cref="Seconds"/> has the same bytes in every run with the same input and seed.</summary>
internal sealed record RunReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The version of this format.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Versions of the product, ML.NET and .NET.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 of the input files and of the base encoder.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The options that the result depends on.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The groups.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Groups { get; init; }

    /// <summary>Bytes of all individual models, each saved by ML.NET.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes of merged.zip.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>The items, in ascending order.</summary>
    public required IReadOnlyList<ItemReport> Items { get; init; }

    /// <summary>The mean over the items of the individual models.</summary>
    public required QualityReport MeanIndividual { get; init; }

    /// <summary>The mean over the items of the individual models with refitted heads.</summary>
    public required QualityReport MeanIndividualRefitted { get; init; }

    /// <summary>The mean over the items of the merged model.</summary>
    public required QualityReport MeanMerged { get; init; }

    /// <summary>Seconds of each phase.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    /// <summary>Writes the report.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => File.WriteAllText(path, ToJson(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    public static RunReport Load(string path) => JsonSerializer.Deserialize<RunReport>(File.ReadAllText(path), Format)!;
}
