using System.Buffers;
using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>A JSON object of a checkpoint directory, read with messages that name file and key.</summary>
internal sealed class JsonText
{
    private readonly JsonElement _root;

    private JsonText(string path, JsonElement root)
    {
        Path = path;
        _root = root;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The object.</summary>
    public JsonElement Root => _root;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its object.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or holds no JSON object.</exception>
    public static JsonText Load(string path) => Parse(path, Utf8Lines.ReadBytes(path), static text => text);

    /// <summary>Reads a file but for members that are large and not needed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of these members, in whatever object.</param>
    /// <returns>Its object without them.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or holds no JSON object.</exception>
    public static JsonText LoadWithout(string path, params string[] names) => Parse(path, Utf8Lines.ReadBytes(path), text => Without(text.Span, names));

    private static JsonText Parse(string path, ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> select)
    {
        try
        {
            var selected = select(text);
            CheckStrings(selected.Span);
            using var document = JsonDocument.Parse(selected, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonText(path, document.RootElement.Clone())
                : throw new GwSmmException($"File '{path}' holds a JSON {document.RootElement.ValueKind}; expected an object in braces.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // System.Text.Json reports strings that are not valid Unicode by the latter.
            throw new GwSmmException($"File '{path}' is not valid JSON: {exception.Message} Put it right or copy it again from the model.", exception);
        }
    }

    // Half a character, as in "\ud800", would come to light where a string is read, far from here.
    private static void CheckStrings(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(text);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }

    private static ReadOnlyMemory<byte> Without(ReadOnlySpan<byte> text, string[] names)
    {
        var result = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(result, new JsonWriterOptions { SkipValidation = true });
        var reader = new Utf8JsonReader(text);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when names.Contains(reader.GetString(), StringComparer.Ordinal):
                    reader.Read();
                    reader.Skip();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(reader.GetString());
                    break;
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan);
                    break;
            }
        }

        writer.Flush();
        return result.WrittenMemory;
    }

    /// <summary>Whether a key is there with another value than null.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is.</returns>
    public bool TryGet(string key, out JsonElement value) => _root.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An error that names the file.</summary>
    /// <param name="found">What was found, what was expected and what to do.</param>
    /// <returns>The exception to throw.</returns>
    public GwSmmException Error(string found) => new($"File '{Path}': {found}");

    /// <summary>An integer within bounds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="minimum">The least value allowed.</param>
    /// <param name="maximum">The greatest value allowed.</param>
    /// <param name="fallback">The value where the key is missing; null where it is demanded.</param>
    /// <returns>The value.</returns>
    /// <exception cref="GwSmmException">It is missing, no integer or out of bounds.</exception>
    public int Int32(string key, int minimum, int maximum, int? fallback = null)
    {
        if (!TryGet(key, out var value))
        {
            return fallback ?? throw Error($"'{key}' is missing; expected an integer from {minimum} to {maximum}. Use the file that belongs to the checkpoint.");
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= minimum && number <= maximum
            ? number
            : throw Error($"'{key}' is {value.GetRawText()}; expected an integer from {minimum} to {maximum}. Use the file that belongs to the checkpoint.");
    }

    /// <summary>A number within bounds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="minimum">The least value allowed.</param>
    /// <param name="below">The bound that it must stay below.</param>
    /// <param name="fallback">The value where the key is missing.</param>
    /// <returns>The value.</returns>
    /// <exception cref="GwSmmException">It is no number or out of bounds.</exception>
    public double Double(string key, double minimum, double below, double fallback)
    {
        if (!TryGet(key, out var value))
        {
            return fallback;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= minimum && number < below
            ? number
            : throw Error($"'{key}' is {value.GetRawText()}; expected a number of at least {minimum} and below {below}.");
    }

    /// <summary>A text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text; null where the key is missing.</returns>
    /// <exception cref="GwSmmException">It is no text.</exception>
    public string? Text(string key) => !TryGet(key, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Error($"'{key}' is {value.GetRawText()}; expected a text in quotes.");

    /// <summary>A truth value.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value; null where the key is missing.</returns>
    /// <exception cref="GwSmmException">It is neither true nor false.</exception>
    public bool? Boolean(string key) => !TryGet(key, out var value) ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Error($"'{key}' is {value.GetRawText()}; expected true or false.");
}
