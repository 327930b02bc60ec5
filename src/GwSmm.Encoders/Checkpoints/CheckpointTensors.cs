using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>The tensors of a Hugging Face directory, in one safetensors file or in shards with an index, under their present names.</summary>
internal sealed class CheckpointTensors : IDisposable
{
    private const string SingleName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";
    private const string ModelPrefix = "bert.";
    private readonly List<SafetensorsReader> _readers = [];
    private readonly SortedDictionary<string, (SafetensorsReader Reader, string Name)> _places = new(StringComparer.Ordinal);

    private CheckpointTensors(string path) => Path = path;

    /// <summary>The file or the index, for messages.</summary>
    public string Path { get; }

    /// <summary>The names, without <c>bert.</c> and with weight and bias for gamma and beta, in ordinal order.</summary>
    public IEnumerable<string> Names => _places.Keys;

    /// <summary>The texts under <c>__metadata__</c> of the first file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _readers[0].Metadata;

    /// <summary>Opens the files of a directory and checks their headers.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The tensors; dispose them to release the files.</returns>
    /// <exception cref="GwSmmException">A file is missing or damaged, the index contradicts a shard, or a tensor stands twice.</exception>
    public static CheckpointTensors Open(string directory)
    {
        var single = System.IO.Path.Combine(directory, SingleName);
        var index = System.IO.Path.Combine(directory, IndexName);
        var result = new CheckpointTensors(File.Exists(single) ? single : index);
        try
        {
            if (File.Exists(single))
            {
                var reader = result.OpenFile(single);
                result.Add(reader, reader.Entries.Keys);
            }
            else if (File.Exists(index))
            {
                result.AddShards(directory, JsonText.Load(index));
            }
            else
            {
                throw new GwSmmException($"Directory '{directory}' has neither {SingleName} nor {IndexName}. Give a Hugging Face directory with safetensors; convert a pytorch_model.bin first.");
            }
        }
        catch
        {
            result.Dispose();
            throw;
        }

        return result;
    }

    /// <summary>Whether there is a tensor.</summary>
    /// <param name="name">Its present name.</param>
    /// <returns>Whether there is.</returns>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>What a file says of a tensor.</summary>
    /// <param name="name">Its present name; there is one.</param>
    /// <returns>Its type and shape.</returns>
    public SafetensorsEntry Entry(string name) => _places[name].Reader.Entries[_places[name].Name];

    /// <summary>Reads a tensor of a certain shape with finite values.</summary>
    /// <param name="name">Its present name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="GwSmmException">It is missing, has another shape, a type that cannot be read, or NaN or infinite values.</exception>
    public Tensor Read(string name, IReadOnlyList<int> shape)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            throw new GwSmmException($"Checkpoint '{Path}' lacks the tensor '{name}' [{string.Join(", ", shape)}]. The checkpoint is incomplete or does not belong to its config.json; copy or download both again.");
        }

        var entry = place.Reader.Entries[place.Name];
        if (!entry.Shape.SequenceEqual(shape.Select(size => (long)size)))
        {
            throw new GwSmmException($"Checkpoint '{place.Reader.Path}': the tensor '{place.Name}' has the shape [{string.Join(", ", entry.Shape)}]; config.json demands [{string.Join(", ", shape)}]. Use the config.json that belongs to the checkpoint.");
        }

        var tensor = place.Reader.Read(place.Name, name);
        var bad = Array.FindIndex(tensor.Data, value => !float.IsFinite(value));
        return bad < 0
            ? tensor
            : throw new GwSmmException($"Checkpoint '{place.Reader.Path}': the tensor '{place.Name}' holds {tensor.Data[bad]} at position {bad}; expected finite numbers. The training has diverged or the file is damaged; use another checkpoint.");
    }

    /// <summary>Releases the files.</summary>
    public void Dispose() => _readers.ForEach(reader => reader.Dispose());

    private static string PresentName(string name)
    {
        var result = name.StartsWith(ModelPrefix, StringComparison.Ordinal) ? name[ModelPrefix.Length..] : name;
        return result.EndsWith("LayerNorm.gamma", StringComparison.Ordinal) ? result[..^"gamma".Length] + "weight"
            : result.EndsWith("LayerNorm.beta", StringComparison.Ordinal) ? result[..^"beta".Length] + "bias"
            : result;
    }

    private SafetensorsReader OpenFile(string path)
    {
        var reader = SafetensorsReader.Open(path);
        _readers.Add(reader);
        return reader;
    }

    private void Add(SafetensorsReader reader, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var present = PresentName(name);
            if (!_places.TryAdd(present, (reader, name)))
            {
                throw new GwSmmException($"Checkpoint '{reader.Path}': the tensors '{_places[present].Name}' and '{name}' are both '{present}'. Remove one of them.");
            }
        }
    }

    private void AddShards(string directory, JsonText index)
    {
        if (!index.TryGet("weight_map", out var map) || map.ValueKind != JsonValueKind.Object || map.GetPropertyCount() == 0)
        {
            throw index.Error("it has no 'weight_map' of tensor names and files. Copy it again from the model.");
        }

        var names = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject())
        {
            var shard = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : string.Empty;

            // Only files of the directory itself: an index must not point elsewhere.
            if (shard.Length == 0 || shard is "." or ".." || shard.AsSpan().ContainsAny('/', '\\', '\0'))
            {
                throw index.Error($"the tensor '{property.Name}' stands in {property.Value.GetRawText()}; expected the name of a file in the same directory.");
            }

            (names.TryGetValue(shard, out var list) ? list : names[shard] = []).Add(property.Name);
        }

        foreach (var (shard, tensors) in names)
        {
            var path = System.IO.Path.Combine(directory, shard);
            if (!File.Exists(path))
            {
                throw index.Error($"the shard '{shard}' with {tensors.Count} tensors is missing from the directory. Copy or download it.");
            }

            var reader = OpenFile(path);
            foreach (var tensor in tensors.Where(tensor => !reader.Entries.ContainsKey(tensor)))
            {
                throw index.Error($"the tensor '{tensor}' should stand in the shard '{shard}', which has it not. Copy index and shards again from one place.");
            }

            Add(reader, tensors);
        }
    }
}
