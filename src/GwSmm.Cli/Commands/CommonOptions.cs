using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    private const string SinglePrecision = "fp32";
    private const string Bytes = "int8";

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

    public static Option<string?> Precision()
    {
        var option = new Option<string?>("--precision")
        {
            Description = "What encoders compute in: fp32, or int8, which is faster and a little less exact. By default what the model was saved with, mostly fp32.",
        };
        option.AcceptOnlyFromAmong(SinglePrecision, Bytes);
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON to the standard output." };

    /// <summary>The precision asked for; null where the option is not given, so that the model's own holds.</summary>
    public static EncoderPrecision? ReadPrecision(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        Bytes => EncoderPrecision.Int8,
        _ => EncoderPrecision.Float32,
    };

    /// <summary>What <c>--precision</c> calls a precision.</summary>
    public static string NameOf(EncoderPrecision precision) => precision == EncoderPrecision.Int8 ? Bytes : SinglePrecision;

    public static int ReadThreads(ParseResult parsed, Option<int> option)
    {
        var threads = parsed.GetValue(option);
        return threads >= 1 ? threads : throw new GwSmmException($"--threads is {threads}; it must be at least 1.");
    }
}
