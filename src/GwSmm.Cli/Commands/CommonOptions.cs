using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GwSmm.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>How JSON for scripts is written: one line.</summary>
    public static JsonSerializerOptions JsonOutput { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "Threads to use; the results do not depend on it.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static Option<ulong> Seed() => new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1 };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON to the standard output." };

    public static int ReadThreads(ParseResult parsed, Option<int> option)
    {
        var threads = parsed.GetValue(option);
        return threads >= 1 ? threads : throw new GwSmmException($"--threads is {threads}; it must be at least 1.");
    }
}
