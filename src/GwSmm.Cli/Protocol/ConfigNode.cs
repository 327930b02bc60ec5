using System.Text.Json;

namespace GwSmm.Cli;

/// <summary>An object in a JSON configuration; every error names the file and the property.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Where the object stands, such as <c>methods[0]</c>; empty for the whole.</param>
/// <param name="element">The object.</param>
internal sealed class ConfigNode(string file, string path, JsonElement element)
{
    /// <summary>The object.</summary>
    public JsonElement Element => element;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; comments and trailing commas are allowed.</param>
    /// <exception cref="GwSmmException">It cannot be read or is no JSON object.</exception>
    public static ConfigNode Load(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigNode(file, string.Empty, document.RootElement.Clone())
                : throw new GwSmmException($"Config '{file}' holds {document.RootElement.ValueKind}; expected a JSON object. See docs/experiments.md.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new GwSmmException($"Config '{file}' cannot be read: {error.Message} See docs/experiments.md.", error);
        }
    }

    /// <summary>Refuses properties that nobody knows: most are slips of the pen.</summary>
    /// <param name="known">The names.</param>
    public void RequireOnly(params string[] known)
    {
        foreach (var property in element.EnumerateObject().Where(property => !known.Contains(property.Name, StringComparer.Ordinal)))
        {
            throw new GwSmmException($"Config '{file}': there is no property '{Place(property.Name)}'. Known are {string.Join(", ", known)}.");
        }
    }

    /// <summary>An error about a property.</summary>
    /// <param name="name">The property.</param>
    /// <param name="expected">What is expected.</param>
    public GwSmmException Error(string name, string expected) =>
        new($"Config '{file}': the property '{Place(name)}' is {(Find(name) is { } value ? value.GetRawText() : "missing")}; expected {expected}.");

    /// <summary>A text.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw Error(name, "a text that is not empty");

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Error(name, "a text");

    /// <summary>A path, from the folder of the file.</summary>
    public string? PathTo(string name) => Text(name) is { } relative ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, relative) : null;

    /// <summary>One of some texts.</summary>
    public string? Choice(string name, params string[] choices) => Text(name) is not { } text ? null
        : choices.Contains(text, StringComparer.Ordinal) ? text : throw Error(name, $"one of {string.Join(", ", choices)}");

    /// <summary>A whole number.</summary>
    public int? Integer(string name, int minimum) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= minimum ? number : throw Error(name, $"a whole number of at least {minimum}");

    /// <summary>A number in a range.</summary>
    public double? Number(string name, double above, double below, string expected) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > above && number < below ? number : throw Error(name, expected);

    /// <summary>true or false.</summary>
    public bool Flag(string name, bool otherwise = false) => Find(name) is not { } value ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error(name, "true or false"),
    };

    /// <summary>A list of texts, at least one.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } list)
        {
            return null;
        }

        string?[] texts = list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString() : null)] : [];
        return texts.Length > 0 && texts.All(text => !string.IsNullOrEmpty(text)) ? texts.OfType<string>().ToArray() : throw Error(name, "a list of texts, at least one");
    }

    /// <summary>An object.</summary>
    public ConfigNode? Child(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigNode(file, Place(name), value) : throw Error(name, "an object");

    /// <summary>A list of objects, at least one.</summary>
    public IReadOnlyList<ConfigNode> Children(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0 || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            throw Error(name, "a list of objects, at least one");
        }

        return [.. list.EnumerateArray().Select((entry, i) => new ConfigNode(file, $"{Place(name)}[{i}]", entry))];
    }

    /// <summary>A list of whole numbers, at least one.</summary>
    public IReadOnlyList<ulong>? Integers(string name)
    {
        if (Find(name) is not { } list)
        {
            return null;
        }

        var numbers = new List<ulong>();
        foreach (var entry in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [])
        {
            numbers.Add(entry.ValueKind == JsonValueKind.Number && entry.TryGetUInt64(out var number) ? number : throw Error(name, "a list of whole numbers of at least 0"));
        }

        return numbers.Count > 0 ? numbers : throw Error(name, "a list of whole numbers, at least one");
    }

    private JsonElement? Find(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Place(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
