using System.Text.Json;

namespace GwSmm.Merging;

/// <summary>Reads a plan out of the answer of a chat model.</summary>
internal static class ChatPlanAnswer
{
    /// <summary>Reads.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="items">The items there are.</param>
    /// <param name="options">The limits.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="GwSmmException">The answer is no plan of exactly these items within the limits; the message is for the model, too.</exception>
    public static MergePlan Parse(string text, IReadOnlyList<string> items, ChatPlannerOptions options)
    {
        var (groups, reason) = Read(text);
        var plan = new MergePlan(groups, reason is { Length: > 0 } ? reason : "chat model").Validate(items);
        return plan.Groups.FirstOrDefault(group => group.Count < options.MinGroupSize || group.Count > options.MaxGroupSize) is { } wrong
            ? throw new GwSmmException($"The group {string.Join(", ", wrong)} has {wrong.Count} items; expected {options.MinGroupSize} to {options.MaxGroupSize}.")
            : plan;
    }

    // Models like to wrap JSON in words and fences: what counts is from the first brace to the last.
    private static (List<List<string>> Groups, string? Reason) Read(string text)
    {
        var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (start < 0 || end < start)
        {
            throw new GwSmmException("The answer has no JSON object; expected {\"groups\": [[...], ...], \"reason\": \"...\"}.");
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start, end - start + 1));
            if (!document.RootElement.TryGetProperty("groups", out var groups) || groups.ValueKind != JsonValueKind.Array)
            {
                throw new GwSmmException("The answer has no array \"groups\"; expected {\"groups\": [[...], ...], \"reason\": \"...\"}.");
            }

            var reason = document.RootElement.TryGetProperty("reason", out var words) && words.ValueKind == JsonValueKind.String ? words.GetString() : null;
            return ([.. groups.EnumerateArray().Select(Names)], reason);
        }
        catch (JsonException error)
        {
            throw new GwSmmException($"The answer is no JSON: {error.Message}", error);
        }
    }

    private static List<string> Names(JsonElement group)
    {
        if (group.ValueKind != JsonValueKind.Array || group.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
        {
            throw new GwSmmException($"A group is {group.GetRawText()}; expected an array of item names in quotes.");
        }

        return [.. group.EnumerateArray().Select(name => name.GetString()!)];
    }
}
