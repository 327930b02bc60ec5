using System.Text.Json;
using System.Text.Json.Serialization;

namespace GwSmm.Encoders;

/// <summary>Files of adapters: safetensors with the adapters' tensors and the classifier, and the rest as JSON beside them in the same file.</summary>
internal static class LoraAdapterFile
{
    private const string Key = "gwsmm.adapter";
    private const int Version = 1;
    private const string DownSuffix = ".lora_A.weight";
    private const string UpSuffix = ".lora_B.weight";
    private const string ClassifierWeight = "classifier.weight";
    private const string ClassifierBias = "classifier.bias";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes an adapter.</summary>
    public static void Save(LoraAdapter adapter, string path)
    {
        var head = adapter.Head;
        var record = new Record(
            Version, adapter.Item, adapter.BaseHash, adapter.Options, adapter.Features, head.Kind, head.Labels, head.Kind == HeadKind.MultiLabel ? head.Thresholds : null, adapter.Training, head.CutPoints.Count > 0 ? head.CutPoints : null);
        var tensors = adapter.Tensors
            .Append(new Tensor(ClassifierWeight, [head.Labels.Count, head.FeatureCount], head.Weight))
            .Append(new Tensor(ClassifierBias, [head.Labels.Count], head.Bias));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = JsonSerializer.Serialize(record, Json) });
    }

    /// <summary>Reads an adapter.</summary>
    public static LoraAdapter Load(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        var record = Parse(reader);
        if (record.FormatVersion > Version)
        {
            throw new GwSmmException($"File '{path}' has the adapter format version {record.FormatVersion}, and this program reads up to {Version}. Update the program.");
        }

        record.Lora.Validate();
        var matrices = new List<LoraMatrix>();
        foreach (var name in reader.Entries.Keys.Where(name => name.EndsWith(DownSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var layer = name[..^DownSuffix.Length];
            var (down, up) = (Finite(reader, name), Finite(reader, layer + UpSuffix));
            if (down.Shape.Count != 2 || up.Shape.Count != 2 || down.Shape[0] != record.Lora.Rank || up.Shape[1] != record.Lora.Rank)
            {
                throw new GwSmmException($"File '{path}': the adapter of '{layer}' has the shapes [{string.Join(", ", down.Shape)}] and [{string.Join(", ", up.Shape)}]; expected rank {record.Lora.Rank}. The file is damaged; use another copy.");
            }

            matrices.Add(new LoraMatrix(layer, record.Lora, down.Data, up.Data));
        }

        var (weight, bias) = (Finite(reader, ClassifierWeight), Finite(reader, ClassifierBias));
        if (bias.Data.Length != record.Labels.Count || weight.Data.Length == 0 || weight.Data.Length % bias.Data.Length != 0)
        {
            throw new GwSmmException($"File '{path}': the classifier has {weight.Data.Length} weights and {bias.Data.Length} biases for {record.Labels.Count} labels. The file is damaged; use another copy.");
        }

        if (record.CutPoints is { Count: > 0 } && OrdinalLabels.Check(record.Kind, record.Labels, record.CutPoints).Problem is { } problem)
        {
            throw new GwSmmException($"File '{path}': {problem} The file is damaged; use another copy.");
        }

        var head = new ScoringHead(record.Kind, record.Labels, weight.Data, bias.Data, record.Thresholds, record.CutPoints);
        return new LoraAdapter(record.Item, record.BaseHash, record.Lora, matrices, record.Features, head, record.Training);
    }

    private static Record Parse(SafetensorsReader reader)
    {
        try
        {
            return reader.Metadata.TryGetValue(Key, out var text) && JsonSerializer.Deserialize<Record>(text, Json) is { } record
                ? record
                : throw new GwSmmException($"File '{reader.Path}' is no adapter: it lacks '{Key}'. Give a file that LoraAdapter.Save wrote.");
        }
        catch (JsonException exception)
        {
            throw new GwSmmException($"File '{reader.Path}': '{Key}' cannot be read: {exception.Message} Use another copy of the file.", exception);
        }
    }

    private static Tensor Finite(SafetensorsReader reader, string name)
    {
        var tensor = reader.Read(name);
        var bad = Array.FindIndex(tensor.Data, value => !float.IsFinite(value));
        return bad < 0
            ? tensor
            : throw new GwSmmException($"File '{reader.Path}': the tensor '{name}' holds {tensor.Data[bad]} at position {bad}; expected finite numbers. Use another copy of the file.");
    }

    private sealed record Record(
        int FormatVersion, string Item, string BaseHash, LoraOptions Lora, FeatureOptions Features, HeadKind Kind, IReadOnlyList<string> Labels,
        IReadOnlyList<float>? Thresholds, TrainingSummary? Training, IReadOnlyList<float>? CutPoints = null);
}
