using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GwSmm.Encoders;

/// <summary>What the bits of a training depend on, as names and texts that a person can compare.</summary>
internal static class CheckpointFingerprint
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Lists options by their names, and the product version; the number of threads does not count.</summary>
    /// <param name="options">A record of options.</param>
    /// <param name="more">Whatever else counts.</param>
    public static SortedDictionary<string, string> Of<T>(T options, params (string Name, string Value)[] more)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(result, typeof(T).Name, JsonSerializer.SerializeToNode(options, Json));
        result.Remove(typeof(T).Name + ".Threads");
        result["product version"] = typeof(CheckpointFingerprint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        foreach (var (name, value) in more)
        {
            result[name] = value;
        }

        return result;
    }

    /// <summary>SHA-256 of responses and their scores, lower-case hexadecimal.</summary>
    public static string Of(ResponseSet responses) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
        new object[] { responses.Item, responses.Kind, responses.Labels, responses.Classes, responses.Flags, responses.Texts }))));

    private static void Add(SortedDictionary<string, string> result, string name, JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (member, value) in members)
            {
                Add(result, $"{name}.{member}", value);
            }
        }
        else
        {
            result[name] = node?.ToJsonString() ?? "null";
        }
    }
}
