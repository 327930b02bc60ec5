using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GwSmm.Evaluation;

/// <summary>Writes an experiment as indented JSON. Thread-safe.</summary>
public static class ExperimentJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
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
            ["formatVersion"] = 1,
            ["summaries"] = table.Summaries,
            ["comparisons"] = table.Comparisons,
            ["costs"] = table.Costs,
            ["rows"] = table.Rows,
        };
        return JsonSerializer.Serialize(parts, Options) + "\n";
    }
}
