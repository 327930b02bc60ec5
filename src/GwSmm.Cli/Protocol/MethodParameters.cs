using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>
/// Creates merge methods with parameters from JSON. A method takes parameters if it has a public constructor with one options record; the
/// properties of the record, in camel case, are the parameters. So a new method needs no code here.
/// </summary>
internal static class MethodParameters
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Creates a method.</summary>
    /// <param name="name">One of <see cref="MergeMethods.Names"/>.</param>
    /// <param name="node">The entry of the configuration; its <c>parameters</c> are used.</param>
    /// <exception cref="GwSmmException">A parameter is unknown or out of range.</exception>
    public static IMergeMethod Create(string name, ConfigNode node)
    {
        var method = MergeMethods.Create(name);
        if (node.Child("parameters") is not { } parameters)
        {
            return method;
        }

        var constructor = Array.Find(method.GetType().GetConstructors(), candidate => candidate.GetParameters() is [{ ParameterType: { IsClass: true } type }] && type.Name.EndsWith("Options", StringComparison.Ordinal))
            ?? throw node.Error("parameters", $"none: the method '{name}' has no parameters");
        var record = constructor.GetParameters()[0].ParameterType;
        try
        {
            return (IMergeMethod)constructor.Invoke([parameters.Element.Deserialize(record, Strict)]);
        }
        catch (JsonException error)
        {
            throw node.Error("parameters", $"an object with some of {string.Join(", ", record.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)))} ({error.Message})");
        }
        catch (TargetInvocationException error) when (error.InnerException is GwSmmException or ArgumentException)
        {
            throw node.Error("parameters", $"parameters in range ({error.InnerException.Message})");
        }
    }
}
