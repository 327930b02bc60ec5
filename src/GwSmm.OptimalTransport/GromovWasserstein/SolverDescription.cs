using System.Text.Json;
using System.Text.Json.Serialization;

namespace GwSmm.OptimalTransport;

/// <summary>Writes a solver and its options as one line.</summary>
internal static class SolverDescription
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the line.</summary>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="name">The name of the solver.</param>
    /// <param name="options">Its options: every public property counts.</param>
    /// <returns>The name and the options as JSON; numbers in the shortest form that reads back as the same bits.</returns>
    public static string Of<TOptions>(string name, TOptions options) => $"{name} {JsonSerializer.Serialize(options, Json)}";
}
