using System.Numerics.Tensors;
using System.Text.Json;

namespace GwSmm.Encoders;

/// <summary>
/// The tensors of a Hugging Face directory, in one file of safetensors or PyTorch or in shards with an index, under the names of
/// <see cref="EncoderLayout"/>.
/// </summary>
internal sealed class CheckpointTensors : IDisposable
{
    private const string IndexSuffix = ".index.json";

    // Safetensors first: what both hold is the same, and it is the safer of the two to read.
    private static readonly (string Name, Func<string, ICheckpointFile> Open)[] Formats =
        [("model.safetensors", SafetensorsReader.Open), ("pytorch_model.bin", PyTorchReader.Open)];

    private readonly ArchitectureNaming _naming;
    private readonly List<ICheckpointFile> _files = [];
    private readonly Lock _gate = new();
    private Tensor? _last;
    private readonly SortedDictionary<string, (ICheckpointFile File, string Name)> _places = new(StringComparer.Ordinal);

    private CheckpointTensors(string path, ArchitectureNaming naming)
    {
        Path = path;
        _naming = naming;
    }

    /// <summary>The file or the index, for messages.</summary>
    public string Path { get; }

    /// <summary>The files with tensors, in the order of their names.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(file => file.Path).Order(StringComparer.Ordinal)];

    /// <summary>The names in <see cref="EncoderLayout"/>, or in the file without the prefix of the family, in ordinal order.</summary>
    public IEnumerable<string> Names => _places.Keys;

    /// <summary>The texts beside the tensors of the first file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _files[0].Metadata;

    /// <summary>Opens the files of a directory and checks their headers.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="naming">The family.</param>
    /// <returns>The tensors; dispose them to release the files.</returns>
    /// <exception cref="GwSmmException">A file is missing or damaged, the index contradicts a shard, or a tensor stands twice.</exception>
    public static CheckpointTensors Open(string directory, ArchitectureNaming naming)
    {
        foreach (var (name, open) in Formats)
        {
            var single = System.IO.Path.Combine(directory, name);
            var index = single + IndexSuffix;
            var path = File.Exists(single) ? single : index;
            if (!File.Exists(path))
            {
                continue;
            }

            var result = new CheckpointTensors(path, naming);
            try
            {
                if (ReferenceEquals(path, single))
                {
                    var file = result.OpenFile(single, open);
                    result.Add(file, file.Names);
                }
                else
                {
                    result.AddShards(directory, JsonText.Load(index), open);
                }
            }
            catch
            {
                result.Dispose();
                throw;
            }

            return result;
        }

        throw new GwSmmException($"Directory '{directory}' has neither model.safetensors nor model.safetensors.index.json, pytorch_model.bin or pytorch_model.bin.index.json. Give a Hugging Face directory with one of these.");
    }

    /// <summary>Whether there is a tensor.</summary>
    /// <param name="name">Its name here.</param>
    /// <returns>Whether there is.</returns>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>The shape of a tensor.</summary>
    /// <param name="name">Its name here; there is one.</param>
    /// <returns>Sizes of the dimensions, outermost first.</returns>
    public IReadOnlyList<long> Shape(string name) => _places[name].File.Shape(_places[name].Name);

    /// <summary>The type of a tensor's values.</summary>
    /// <param name="name">Its name here; there is one.</param>
    /// <returns>A name such as F32; empty where the format does not name it.</returns>
    public string Dtype(string name) => _places[name].File is SafetensorsReader safetensors ? safetensors.Entries[_places[name].Name].Dtype : string.Empty;

    /// <summary>Checks that a tensor is there in a certain shape.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <exception cref="GwSmmException">It is missing or has another shape.</exception>
    public void Require(string name, IReadOnlyList<int> shape) => Place(name, shape);

    /// <summary>
    /// Reads a part of a tensor, finite or not. Thread-safe. Files of PyTorch are read a whole tensor at a time, of which the last is kept.
    /// </summary>
    /// <param name="name">Its name here; there is one.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="values">Receives as many values as it has room for.</param>
    public void Read(string name, long start, Span<float> values)
    {
        var (file, inside) = _places[name];
        if (file is SafetensorsReader safetensors)
        {
            safetensors.Read(inside, start, values);
            return;
        }

        lock (_gate)
        {
            if (!string.Equals(_last?.Name, name, StringComparison.Ordinal))
            {
                _last = null;
                _last = file.Read(inside, name);
            }

            _last!.Data.AsSpan((int)start, values.Length).CopyTo(values);
        }
    }

    /// <summary>Reads a tensor of a certain shape with finite values.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="mapped">Whether the values may lie in the file.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="GwSmmException">It is missing, has another shape, a type that cannot be read, or NaN or infinite values.</exception>
    public Tensor Read(string name, IReadOnlyList<int> shape, bool mapped = false)
    {
        var place = Place(name, shape);
        var tensor = mapped ? place.File.Map(place.Name, name) : place.File.Read(place.Name, name);
        if (TensorPrimitives.IsFiniteAll(tensor.Values.Span))
        {
            return tensor;
        }

        var bad = Array.FindIndex(tensor.Data, value => !float.IsFinite(value));
        throw new GwSmmException($"Checkpoint '{place.File.Path}': the tensor '{place.Name}' holds {tensor.Data[bad]} at position {bad}; expected finite numbers. The training has diverged or the file is damaged; use another checkpoint.");
    }

    /// <summary>Releases the files.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private (ICheckpointFile File, string Name) Place(string name, IReadOnlyList<int> shape)
    {
        if (!_places.TryGetValue(name, out var place))
        {
            throw new GwSmmException($"Checkpoint '{Path}' lacks the tensor '{name}' [{string.Join(", ", shape)}]. The checkpoint is incomplete or does not belong to its config.json; copy or download both again.");
        }

        var found = place.File.Shape(place.Name);
        if (!found.SequenceEqual(shape.Select(size => (long)size)))
        {
            throw new GwSmmException($"Checkpoint '{place.File.Path}': the tensor '{place.Name}' has the shape [{string.Join(", ", found)}]; config.json demands [{string.Join(", ", shape)}]. Use the config.json that belongs to the checkpoint.");
        }

        return place;
    }

    private ICheckpointFile OpenFile(string path, Func<string, ICheckpointFile> open)
    {
        var file = open(path);
        _files.Add(file);
        return file;
    }

    private void Add(ICheckpointFile file, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var ours = _naming.Ours(name);
            if (_places.TryAdd(ours, (file, name)))
            {
                continue;
            }

            // The dense layer of a classifier takes the place of a pooler, which classifiers of its family do not read.
            var (_, other) = _places[ours];
            if (_naming.IsHeadDense(name) == _naming.IsHeadDense(other))
            {
                throw new GwSmmException($"Checkpoint '{file.Path}': the tensors '{other}' and '{name}' are both '{ours}'. Remove one of them.");
            }

            var unused = _naming.IsHeadDense(name) ? _places[ours] : (file, name);
            _places[ours] = _naming.IsHeadDense(name) ? (file, name) : _places[ours];
            _places[unused.Item2] = unused;
        }
    }

    private void AddShards(string directory, JsonText index, Func<string, ICheckpointFile> open)
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

            var file = OpenFile(path, open);
            var present = file.Names.ToHashSet(StringComparer.Ordinal);
            foreach (var tensor in tensors.Where(tensor => !present.Contains(tensor)))
            {
                throw index.Error($"the tensor '{tensor}' should stand in the shard '{shard}', which has it not. Copy index and shards again from one place.");
            }

            Add(file, tensors);
        }
    }
}
