using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>
/// A training's state in one safetensors file: arrays as tensors, the rest and what the training depends on as JSON under
/// <c>__metadata__</c>, so that both are there as a whole or not at all.
/// </summary>
/// <param name="options">Where and when.</param>
/// <param name="fingerprint">Everything that the bits depend on, by name.</param>
internal sealed class CheckpointFile(CheckpointOptions options, SortedDictionary<string, string> fingerprint)
{
    private const string FingerprintKey = "gwsmm.checkpoint";
    private const string StateKey = "gwsmm.state";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether a checkpoint is due after that many steps.</summary>
    public bool IsDue(int steps) => steps % options.Interval == 0;

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="state">What is not in arrays.</param>
    /// <param name="tensors">The arrays.</param>
    public void Save<T>(T state, IEnumerable<Tensor> tensors) => SafetensorsWriter.Write(options.Path, tensors, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [FingerprintKey] = JsonSerializer.Serialize(fingerprint, Json),
        [StateKey] = JsonSerializer.Serialize(state, Json),
    });

    /// <summary>Takes up a checkpoint where there is one.</summary>
    /// <param name="restore">Given the state and the arrays.</param>
    /// <exception cref="GwSmmException">It is damaged, or of another training; the message names the difference.</exception>
    public void Resume<T>(Action<T, CheckpointContent> restore)
    {
        if (!File.Exists(options.Path))
        {
            return;
        }

        using var reader = SafetensorsReader.Open(options.Path);
        Compare(Parse<SortedDictionary<string, string>>(reader, FingerprintKey));
        restore(Parse<T>(reader, StateKey), new CheckpointContent(reader));
    }

    private void Compare(SortedDictionary<string, string> found)
    {
        var differences = fingerprint.Keys.Union(found.Keys, StringComparer.Ordinal)
            .Where(name => !string.Equals(found.GetValueOrDefault(name), fingerprint.GetValueOrDefault(name), StringComparison.Ordinal))
            .Select(name => $"{name} was {found.GetValueOrDefault(name, "absent")} and is now {fingerprint.GetValueOrDefault(name, "absent")}")
            .ToList();
        if (differences.Count > 0)
        {
            throw new GwSmmException(
                $"Checkpoint '{options.Path}' belongs to another training: {string.Join("; ", differences)}. Go on with what it was made with, or choose another file or delete it to begin anew.");
        }
    }

    private T Parse<T>(SafetensorsReader reader, string key)
    {
        try
        {
            return reader.Metadata.TryGetValue(key, out var text) && JsonSerializer.Deserialize<T>(text, Json) is { } value
                ? value
                : throw new GwSmmException($"File '{options.Path}' is no checkpoint of a training: it lacks '{key}'. Choose another file.");
        }
        catch (JsonException exception)
        {
            throw new GwSmmException($"Checkpoint '{options.Path}': '{key}' cannot be read: {exception.Message} Delete the file to begin anew.", exception);
        }
    }
}
