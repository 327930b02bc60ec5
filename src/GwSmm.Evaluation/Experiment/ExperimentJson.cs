using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GwSmm.Evaluation;

/// <summary>Writes an experiment as indented JSON, and reads it back. Thread-safe.</summary>
public static class ExperimentJson
{
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Writes rows, costs, summaries and comparisons.</summary>
    /// <param name="table">The table.</param>
    /// <param name="record">What else belongs to the record, such as versions, inputs and options, under their names.</param>
    /// <returns>The text.</returns>
    public static string Write(ExperimentTable table, IReadOnlyDictionary<string, object> record)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(record);
        var parts = new Dictionary<string, object>(record, StringComparer.Ordinal)
        {
            ["formatVersion"] = FormatVersion,
            ["summaries"] = table.Summaries,
            ["comparisons"] = table.Comparisons,
            ["planComparisons"] = table.PlanComparisons,
            ["costs"] = table.Costs,
            ["rows"] = table.Rows,
        };
        return JsonSerializer.Serialize(parts, Options) + "\n";
    }

    /// <summary>Reads what everything else follows from.</summary>
    /// <param name="json">What <see cref="Write"/> wrote, parsed.</param>
    /// <returns>The rows and the costs.</returns>
    /// <exception cref="GwSmmException">It is no such JSON, or of another format version.</exception>
    public static (IReadOnlyList<ExperimentRow> Rows, IReadOnlyList<ExperimentCost> Costs) Read(JsonElement json)
    {
        try
        {
            var version = json.GetProperty("formatVersion").GetInt32();
            if (version != FormatVersion)
            {
                throw new GwSmmException($"The experiment has the format version {version}; expected {FormatVersion}. Use the version of gwsmm that wrote it.");
            }

            var rows = json.GetProperty("rows").Deserialize<ExperimentRow?[]>(Options)!;
            var costs = json.GetProperty("costs").Deserialize<ExperimentCost?[]>(Options)!;
            return Array.TrueForAll(rows, row => row?.Quality.LabelAccuracies.Count > 0) && Array.TrueForAll(costs, cost => cost is not null)
                ? ([.. rows.OfType<ExperimentRow>()], [.. costs.OfType<ExperimentCost>()])
                : throw new GwSmmException("The experiment has an empty row or cost; it was changed after it was written. Run it again.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new GwSmmException($"This is no experiment that gwsmm wrote: {error.Message} Run it again.", error);
        }
    }
}
