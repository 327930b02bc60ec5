using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GwSmm.Encoders;

/// <summary>What pretraining made: an encoder, the head that predicts masked tokens, and how it came about. Immutable by convention; thread-safe to read.</summary>
public sealed class PretrainedEncoder
{
    private const string FileName = "pretraining.json";
    private const string Format = "gwsmm-pretraining";
    private const int Version = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly MaskedLanguageParameters _head;

    internal PretrainedEncoder(BaseEncoder encoder, MaskedLanguageParameters head, PretrainingOptions options, PretrainingSummary summary)
    {
        Encoder = encoder;
        _head = head;
        Options = options;
        Summary = summary;
    }

    /// <summary>The encoder, to fine-tune scoring models from.</summary>
    public BaseEncoder Encoder { get; }

    /// <summary>How it was trained.</summary>
    public PretrainingOptions Options { get; }

    /// <summary>What was reached.</summary>
    public PretrainingSummary Summary { get; }

    /// <summary>
    /// Writes a directory that <see cref="BaseEncoder.Load"/> reads, and <c>transformers</c> as a <c>BertForMaskedLM</c>, with
    /// <c>pretraining.json</c> beside it: options, seed, SHA-256 of the text, losses and product version.
    /// </summary>
    /// <param name="directory">The directory; created where missing, files of the same names are replaced.</param>
    /// <exception cref="GwSmmException">It cannot be written.</exception>
    public void Save(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        HuggingFaceWriter.Write(directory, Encoder, _head.Tensors());
        HuggingFaceWriter.WriteJson(Path.Combine(directory, FileName), new JsonObject
        {
            ["format"] = Format,
            ["formatVersion"] = Version,
            ["productVersion"] = typeof(PretrainedEncoder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            ["encoderHash"] = Encoder.Hash,
            ["vocabularySha256"] = Encoder.Vocabulary.Sha256,
            ["maxWordLength"] = Encoder.Vocabulary.MaxWordLength,

            // The number of threads changes nothing, and would make equal runs differ.
            ["options"] = JsonSerializer.SerializeToNode(Options with { Threads = 1 }, Json),
            ["summary"] = JsonSerializer.SerializeToNode(Summary, Json),
        });
    }
}
