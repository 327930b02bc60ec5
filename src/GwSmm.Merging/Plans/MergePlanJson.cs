using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// The plan file, which a person can write: <c>{"groups": [["1", "2"], ["3"]]}</c>. Optional beside it are <c>reason</c> (text) and
/// <c>distances</c> (<c>names</c>, <c>values</c> row by row). Item names may be written as numbers; comments and trailing commas are
/// allowed; other properties are left for the author's own notes. Thread-safe.
/// </summary>
public static class MergePlanJson
{
    private static readonly JsonDocumentOptions ReadOptions = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads a plan from text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in messages, such as the file.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="GwSmmException">The text is no plan.</exception>
    public static MergePlan Parse(string json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, ReadOptions);
            return Read(document.RootElement, source);
        }
        catch (JsonException exception)
        {
            var where = exception.LineNumber is { } line ? $", line {line + 1}, column {exception.BytePositionInLine + 1}" : string.Empty;
            throw new GwSmmException($"Plan '{source}'{where} is not valid JSON: {exception.Message} Expected {{\"groups\": [[\"1\", \"2\"], [\"3\"]]}}.", exception);
        }
    }

    /// <summary>The plan as text.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>Indented JSON with reason and distances.</returns>
    public static string Format(MergePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder("{\n  \"groups\": ").Append(Rows(plan.Groups.Select(group => List(group, ", ")), "  "));
        if (plan.Reason is not null)
        {
            text.Append(",\n  \"reason\": ").Append(Quote(plan.Reason));
        }

        if (plan.Distances is { } distances)
        {
            var rows = Enumerable.Range(0, distances.Count).Select(i => "[" + string.Join(", ", Enumerable.Range(0, distances.Count).Select(j => distances[i, j].ToString("R"))) + "]");
            text.Append(",\n  \"distances\": {\n    \"names\": ").Append(List(distances.Names, ", "));
            text.Append(",\n    \"values\": ").Append(Rows(rows, "    ")).Append("\n  }");
        }

        return text.Append("\n}\n").ToString();
    }

    /// <summary>Only the groups, on one line: <c>{"groups":[["1","2"],["3"]]}</c>.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>One line without a line end.</returns>
    public static string FormatGroups(MergePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return "{\"groups\":[" + string.Join(',', plan.Groups.Select(group => List(group, ","))) + "]}";
    }

    internal static MergePlan Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new GwSmmException($"Plan '{path}' cannot be read: {exception.Message} Give the path of a UTF-8 JSON file.", exception);
        }

        return Parse(text, path);
    }

    internal static void Save(MergePlan plan, string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Format(plan))));

    private static MergePlan Read(JsonElement root, string source)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("groups", out var groups) || groups.ValueKind != JsonValueKind.Array)
        {
            throw new GwSmmException($"Plan '{source}' has no list 'groups'; expected {{\"groups\": [[\"1\", \"2\"], [\"3\"]]}}.");
        }

        var lists = groups.EnumerateArray().Select((group, g) => group.ValueKind == JsonValueKind.Array
            ? group.EnumerateArray().Select(item => Name(item, g, source)).ToArray()
            : throw new GwSmmException($"Plan '{source}': group {g + 1} is {group.GetRawText()}; expected a list of item names such as [\"1\", \"2\"].")).ToArray();
        var reason = root.TryGetProperty("reason", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        var distances = root.TryGetProperty("distances", out var matrix) && matrix.ValueKind != JsonValueKind.Null ? ReadDistances(matrix, source) : null;
        return new MergePlan(lists, reason, distances, $"Plan '{source}'");
    }

    private static string Name(JsonElement item, int group, string source) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString()!,
        JsonValueKind.Number => item.GetRawText(),
        _ => throw new GwSmmException($"Plan '{source}': group {group + 1} holds {item.GetRawText()}; expected an item name in quotes."),
    };

    private static DistanceMatrix ReadDistances(JsonElement matrix, string source)
    {
        try
        {
            var names = matrix.GetProperty("names").EnumerateArray().Select(name => Name(name, 0, source)).ToArray();
            var rows = matrix.GetProperty("values").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray()).ToArray();
            return Array.TrueForAll(rows, row => row.Length == rows.Length)
                ? new DistanceMatrix(names, [.. rows.SelectMany(row => row)])
                : throw new GwSmmException($"Plan '{source}': the distances are not square; expected {names.Length} rows of {names.Length} numbers.");
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new GwSmmException($"Plan '{source}': 'distances' cannot be read: {exception.Message} Expected {{\"names\": [...], \"values\": [[0, ...], ...]}}; or remove it.", exception);
        }
    }

    // One row a line, indented below the line that they start on.
    private static string Rows(IEnumerable<string> rows, string indent) => $"[\n{string.Join(",\n", rows.Select(row => $"{indent}  {row}"))}\n{indent}]";

    private static string List(IEnumerable<string> names, string separator) => "[" + string.Join(separator, names.Select(Quote)) + "]";

    private static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";
}
